import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { unknownReliability } from '#evidence';
import { openRecord } from '../../test/record/fixture.ts';
import { loadAddedTerms, sourceCodes } from './terms.ts';

test('what the database takes for not assessed is a code of the vocabulary', async () => {
  await using house = await openRecord();
  const { rows } = await sql<{ reliability: string }>`
    insert into source (title, material, scope_id, created_by)
    select 'T', '990000000000', 2, id from account limit 1 returning reliability`.execute(house.db);
  expect(rows).toEqual([{ reliability: unknownReliability }]);
  const { isMaterial, isReliability } = sourceCodes(await loadAddedTerms(house.db));
  expect([isReliability(unknownReliability), isMaterial('990000000000')]).toEqual([true, true]);
  expect([isReliability('unknown'), isMaterial('newspaper')]).toEqual([false, false]);
  await sql`insert into term (vocabulary, code, labels, added_by)
    select 'material-types', 'mural', '{"en":"Mural","fr":"Fresque","fa":"دیوارنگاره"}'::jsonb, id
    from account limit 1`.execute(house.db);
  expect(sourceCodes(await loadAddedTerms(house.db)).isMaterial('mural')).toBe(true);
});
