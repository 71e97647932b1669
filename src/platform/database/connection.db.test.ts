import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/index.ts';
import { inTransaction, openDatabase, type Database } from './index.ts';

let created: TestDatabase;
let database: Database;
const broken: Error[] = [];

beforeAll(async () => {
  created = await createTestDatabase();
  database = openDatabase(created.options, (error) => broken.push(error));
});

afterAll(async () => {
  await database.close();
  await created.drop();
});

test('a connection that breaks between two queries of a transaction is told, not fatal', async () => {
  const failing = database.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(database.db);
    await expect.poll(() => broken.length).toBeGreaterThan(0);
    await sql`select 1`.execute(tx);
  });
  await expect(failing).rejects.toThrow();
  const { rows } = await sql<{ one: number }>`select 1 as one`.execute(database.db);
  expect(rows).toEqual([{ one: 1 }]);
});

test('work joins the caller’s transaction, or has one of its own', async () => {
  const put = (db: Database['db'], key: string) =>
    inTransaction(db, async (tx) => {
      await sql`insert into setting (key, value) values (${key}, 'true')`.execute(tx);
    });
  await put(database.db, 'alone');
  const undone = database.db.transaction().execute(async (tx) => {
    await put(tx, 'within');
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  const rows = await database.db.selectFrom('setting').select('key').execute();
  expect(rows).toEqual([{ key: 'alone' }]);
});
