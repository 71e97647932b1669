import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/index.ts';
import {
  asReader,
  inTransaction,
  isReader,
  openDatabase,
  type ConnectionOptions,
  type Database,
} from './index.ts';

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

/** The same database by an address, as an operator writes it. */
function addressed(query: Readonly<Record<string, string>>): ConnectionOptions {
  const {
    connectionString,
    host = '',
    port,
    user = '',
    password,
    database: name = '',
  } = created.options;
  const url = new URL(connectionString ?? `postgresql://localhost:${port ?? 5432}/${name}`);
  if (connectionString === undefined) {
    url.username = user;
    if (typeof password === 'string') url.password = encodeURIComponent(password);
    url.searchParams.set('host', host);
  }
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return { connectionString: url.href };
}

test.each<[string, () => ConnectionOptions]>([
  ['fields', () => created.options],
  ['an address', () => addressed({})],
  ['an address with options', () => addressed({ options: '-c statement_timeout=9s' })],
])('the reader given by %s sees the schema published and nothing else', async (_name, options) => {
  const reader = openDatabase(asReader(options()), () => {});
  try {
    expect(await isReader(reader)).toBe(true);
    await sql`select * from published.subject`.execute(reader.db);
    await expect(sql`select * from public.claim`.execute(reader.db)).rejects.toThrow(
      'permission denied',
    );
  } finally {
    await reader.close();
  }
});

test('what an address asks for besides is kept for the reader', async () => {
  const options = addressed({ options: '-c statement_timeout=9s' });
  const reader = openDatabase(asReader(options), () => {});
  const { rows } = await sql`show statement_timeout`.execute(reader.db);
  await reader.close();
  expect(rows).toEqual([{ statement_timeout: '9s' }]);
});

test.each<[string, () => ConnectionOptions]>([
  ['fields', () => ({ ...created.options, options: '-c TimeZone=Asia/Tehran' })],
  ['an address with options', () => addressed({ options: '-c TimeZone=Asia/Tehran' })],
])('days are those of UTC wherever the server stands: %s', async (_name, options) => {
  for (const given of [options(), asReader(options())]) {
    const opened = openDatabase(given, () => {});
    const { rows } = await sql`show TimeZone`.execute(opened.db);
    await opened.close();
    expect(rows).toEqual([{ TimeZone: 'UTC' }]);
  }
});

test('a connection of the owner is not taken for the reader’s', async () => {
  expect(await isReader(database)).toBe(false);
});
