import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecord, type RecordFixture } from '../record/fixture.ts';
import { openSigningWorld } from './signing-world.ts';

let record: RecordFixture;
beforeAll(async () => {
  record = await openRecord();
});
afterAll(() => record[Symbol.asyncDispose]());

test('words that somebody else stores at the same moment are agreed to all the same', async () => {
  const world = await openSigningWorld(record.db);
  const letter = await world.openLetter();
  const other = await world.db.startTransaction().execute();
  await sql`
    insert into consent_wording (purpose, language, words)
    values ('show', 'en', 'I agree to show.')`.execute(other);
  const signing = letter.sign({});
  // It waits for the other to say whether these words are there.
  while (!(await somebodyWaits())) await nextTurn();
  await other.commit().execute();
  await signing;
  const { rows } = await sql<{ purpose: string }>`
    select w.purpose from signature_consent c join consent_wording w on w.id = c.wording_id
    order by w.purpose`.execute(world.db);
  expect(rows).toEqual([{ purpose: 'show' }, { purpose: 'sign' }]);
});

async function somebodyWaits(): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(record.db);
  return (rows[0]?.n ?? 0) > 0;
}
