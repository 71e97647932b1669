import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sql } from 'kysely';
import { openDatabase, type Database } from '#platform/database';
import { createTestDatabase, type TestDatabase } from '../../../test/database/index.ts';
import { isTimeSteady } from './index.ts';

let created: TestDatabase;
let database: Database;

beforeAll(async () => {
  created = await createTestDatabase();
  database = openDatabase(created.options, () => {});
});
beforeEach(() => sql`delete from setting where key = 'clock'`.execute(database.db));
afterAll(async () => {
  await database.close();
  await created.drop();
});

const at = (time: string) => isTimeSteady(database.db, new Date(time));

/** Looks every hour. @returns what was told last. */
async function hourly(from: string, hours: number): Promise<boolean> {
  let told = true;
  for (let hour = 0; hour <= hours; hour += 1) {
    told = await isTimeSteady(database.db, new Date(Date.parse(from) + hour * 3_600_000));
  }
  return told;
}

test('time that goes on by itself is steady from the beginning, also over an hour too many', async () => {
  expect(await hourly('2026-03-01T10:17:00Z', 30)).toBe(true);
  expect(await at('2026-03-03T17:00:00Z')).toBe(true);
});

test('a clock that is put right by minutes has not leapt', async () => {
  await at('2026-03-01T10:17:00Z');
  expect(await at('2026-03-01T09:40:00Z')).toBe(true);
  expect(await at('2026-03-01T10:40:00Z')).toBe(true);
});

test('after a leap it is steady again when it has gone on for a day', async () => {
  await at('2026-03-01T10:17:00Z');
  expect(await at('2099-01-01T00:00:00Z')).toBe(false);
  expect(await hourly('2099-01-01T00:17:00Z', 23)).toBe(false);
  expect(await at('2099-01-02T00:00:00Z')).toBe(true);
});

test('a clock that is set right again has leapt once more', async () => {
  await at('2026-03-01T10:17:00Z');
  await at('2099-01-01T00:00:00Z');
  expect(await at('2026-03-01T10:47:00Z')).toBe(false);
  expect(await hourly('2026-03-01T11:17:00Z', 22)).toBe(false);
  expect(await at('2026-03-02T10:47:00Z')).toBe(true);
});

test('a leap is noticed by whoever looks each minute as by who looks each hour', async () => {
  for (const minute of ['10', '11', '12'])
    expect(await at(`2026-03-01T10:${minute}:00Z`)).toBe(true);
  expect(await at('2026-03-02T13:00:00Z')).toBe(false);
});
