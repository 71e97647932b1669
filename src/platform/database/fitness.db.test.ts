import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { inDatabase, onServer } from '../../../test/database/test-server.ts';
import { allMigrations } from '../../migrations.ts';
import { migrate, type ConnectionOptions } from './index.ts';

const mark = randomBytes(4).toString('hex');
const weak = `weak_${mark}`;
const { connection } = inject('testServer');
const databases: string[] = [];

beforeAll(() => onServer(connection, `create role ${weak} login password '${mark}'`));

afterAll(async () => {
  await onServer(
    connection,
    ...databases.map((name) => `drop database ${name} with (force)`),
    `drop role ${weak}`,
  );
});

async function made(name: string, how = ''): Promise<ConnectionOptions> {
  const full = `${name}_${mark}`;
  await onServer(connection, `create database ${full} ${how}`);
  databases.push(full);
  return inDatabase(connection, full);
}

function as(user: string, options: ConnectionOptions): ConnectionOptions {
  if (options.connectionString === undefined) return { ...options, user, password: mark };
  const url = new URL(options.connectionString);
  [url.username, url.password] = [user, mark];
  return { connectionString: url.href };
}

async function migrated(options: ConnectionOptions): Promise<unknown> {
  const pool = new Pool(options);
  try {
    return await migrate(pool, allMigrations);
  } finally {
    await pool.end();
  }
}

test('a database that cannot keep Persian is refused with the statement that makes one', async () => {
  const options = await made('latin', `encoding 'LATIN1' locale 'C' template template0`);
  await expect(migrated(options)).rejects.toMatchObject({
    code: 'database-encoding',
    message: expect.stringContaining(`encoding 'UTF8' template template0`),
  });
});

test('a role that may not make schemas is told who can help', async () => {
  const options = await made('foreign');
  await expect(migrated(as(weak, options))).rejects.toMatchObject({
    code: 'database-rights',
    message: expect.stringContaining(`owner to ${weak}`),
  });
});

test('a role that may not make roles is told which right it lacks, and nothing is made', async () => {
  const options = await made('owned');
  const [name = ''] = databases.slice(-1);
  // To give a database away one must be a member of the receiving role.
  await onServer(
    connection,
    `grant ${weak} to current_user`,
    `alter database ${name} owner to ${weak}`,
  );
  await expect(migrated(as(weak, options))).rejects.toMatchObject({
    code: 'database-rights',
    message: expect.stringContaining(`alter role ${weak} createrole`),
  });
  const client = new Client(as(weak, options));
  await client.connect();
  const { rows } = await client.query('select 1 from pg_namespace where nspname = $1', [
    'published',
  ]);
  await client.end();
  expect(rows).toEqual([]);
});
