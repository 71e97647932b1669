import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { loadActor } from '#accounts';
import { openDatabase, type Database } from '#platform/database';
import { rotating, unrotated } from '../../src/cli/rotation-lock.ts';
import { takeLead } from '../../src/log/sequencer/take-lead.ts';
import { addPerson } from '../record/fixture.ts';
import { createTestDatabase, type TestDatabase } from './index.ts';

// A server that leads the log holds its lock for as long as it runs: nothing else may wait for it.
let created: TestDatabase;
let database: Database;
let lead: Awaited<ReturnType<typeof takeLead>>;

beforeAll(async () => {
  created = await createTestDatabase();
  database = openDatabase(created.options, () => {});
  lead = await takeLead(created.options);
});

afterAll(async () => {
  await lead?.close();
  await database?.close();
  await created?.drop();
});

test('one process leads', async () => {
  expect(lead).toBeDefined();
  expect(await takeLead(created.options)).toBeUndefined();
});

test('while it leads, keys are replaced and backups made', async () => {
  const done = () => Promise.resolve('done');
  expect(await unrotated(database.db, done)).toBe('done');
  expect(await rotating(database.db, done)).toBe('done');
  // But not both at once.
  await expect(rotating(database.db, () => unrotated(database.db, done))).rejects.toThrow(
    'cli-keys-move',
  );
});

test('while it leads, an administrator can step back', async () => {
  const { db } = database;
  const one = await addPerson(db, 'One', ['administrator']);
  await addPerson(db, 'Two', ['administrator']);
  await db.transaction().execute(async (tx) => {
    await sql`set local lock_timeout = '5s'`.execute(tx);
    await sql`update account set roles = '{documenter}' where id = ${one.accountId}`.execute(tx);
  });
  expect((await loadActor(db, one.accountId))?.roles).toEqual(['documenter']);
});
