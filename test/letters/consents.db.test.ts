import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecord, type RecordFixture } from '../record/fixture.ts';
import { openSigningWorld } from './signing-world.ts';

let record: RecordFixture;
beforeAll(async () => {
  record = await openRecord();
});
afterAll(() => record[Symbol.asyncDispose]());

test('of many who are the first to agree to new words, each has agreed to all of them', async () => {
  const world = await openSigningWorld(record.db);
  const letter = await world.openLetter();
  const people = Array.from('abcdefgh', (name) => ({ name, address: `${name}@example.org` }));
  await Promise.all(people.map((typed) => letter.sign(typed)));
  const { rows } = await sql<{ words: number; given: number }>`
    select (select count(*) from consent_wording)::integer as words, count(*)::integer as given
    from signature_consent`.execute(world.db);
  expect(rows).toEqual([{ words: 2, given: 2 * people.length }]);
});
