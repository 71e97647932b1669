import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/index.ts';
import { openDatabase, type Database } from './connection.ts';
import { keptPlan } from './kept-plan.ts';

let created: TestDatabase;
let database: Database;

beforeEach(async () => {
  created = await createTestDatabase();
  database = openDatabase(created.options, () => {}, 1);
});

afterEach(async () => {
  await database.close();
  await created.drop();
});

async function keptBy({ db }: Database): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`
    select statement from pg_prepared_statements order by prepare_time`.execute(db);
  return rows.map(({ statement }) => statement);
}

test('a connection keeps the plan of a marked statement, once, and of no other', async () => {
  const { db } = database;
  const ask = async (of: number) => {
    const { rows } = await sql<{
      twice: number;
    }>`${keptPlan} select 2 * ${of}::int as twice`.execute(db);
    return rows[0]?.twice;
  };
  expect([await ask(2), await ask(3), await ask(4)]).toEqual([4, 6, 8]);
  await sql`select ${1}::int`.execute(db);
  expect(await keptBy(database)).toEqual(['/* kept plan */ select 2 * $1::int as twice']);
});

test('what fails in a transaction does not spoil the statement for the next', async () => {
  const { db } = database;
  const divide = (by: number) =>
    db.transaction().execute(async (tx) => {
      const { rows } = await sql<{
        share: number;
      }>`${keptPlan} select 6 / ${by}::int as share`.execute(tx);
      return rows[0]?.share;
    });
  await expect(divide(0)).rejects.toThrow(/zero/u);
  expect(await divide(3)).toBe(2);
});
