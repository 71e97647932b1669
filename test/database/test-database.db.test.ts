import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allMigrations } from '../../src/migrations.ts';
import { createTestDatabase, type TestDatabase } from './index.ts';

let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  first = await createTestDatabase();
  second = await createTestDatabase();
});

afterAll(async () => {
  await first.drop();
  await second.drop();
});

async function ask(database: TestDatabase, sql: string): Promise<unknown[]> {
  const client = new Client(database.options);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

test('a test database has every migration', async () => {
  const names = await ask(first, 'select name from migration order by name');
  expect(names).toEqual(allMigrations.map((migration) => migration.name));
});

test('what one test database is given, another does not see', async () => {
  await ask(first, `insert into setting (key, value) values ('mark', '"first"')`);
  expect(await ask(second, `select value from setting where key = 'mark'`)).toEqual([]);
});

test('dropping ends the sessions that are still open', async () => {
  const doomed = await createTestDatabase();
  const client = new Client(doomed.options);
  const ended = new Promise<string>((resolve) => {
    client.on('error', (error) => resolve(error.message));
  });
  await client.connect();
  await doomed.drop();
  expect(await ended).toContain('terminat');
  await expect(ask(doomed, 'select 1')).rejects.toThrow('does not exist');
});
