import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Client, escapeIdentifier, type ClientConfig } from 'pg';
import { migrate, openDatabase, type ConnectionOptions } from '#platform/database';
import { dataHolder, startPostgres } from '#platform/postgres';
import { allMigrations } from '../../src/migrations.ts';

/** The server of one test run. Plain data, because the runner hands it to the test files. */
export interface TestServer {
  readonly connection: ConnectionOptions;
  /** Database with the whole schema and no rows, that each test database is a copy of. */
  readonly template: string;
}

/**
 * Starts an embedded PostgreSQL in a folder of its own, without fsync, and fills the template. With
 * `url` (a PostgreSQL 15 or newer, as a role that may create databases and roles) it uses that server.
 *
 * @returns the server and how to end it; nothing is left behind, also when filling the template fails.
 */
export async function startTestServer(
  url?: string,
): Promise<{ server: TestServer; end: () => Promise<void> }> {
  const host = url === undefined ? await startEmbedded() : givenServer(url);
  // A server given from outside may serve several runs at once.
  const template = `template_countersign_${randomBytes(4).toString('hex')}`;
  const server = { connection: host.connection, template };
  const end = async () => {
    await onServer(
      host.connection,
      `drop database if exists ${escapeIdentifier(template)} with (force)`,
    );
    await host.end();
  };
  try {
    await onServer(host.connection, `create database ${escapeIdentifier(template)}`);
    await fillTemplate(server);
    // A session left in the template would make every copy fail.
    const name = escapeIdentifier(template);
    await onServer(host.connection, `alter database ${name} allow_connections false`);
    return { server, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Runs statements one by one outside any transaction, as `create database` needs it. */
export async function onServer(
  connection: ConnectionOptions,
  ...statements: readonly string[]
): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

interface Host {
  readonly connection: ConnectionOptions;
  end(): Promise<void>;
}

const prefix = 'countersign-test-';

async function startEmbedded(): Promise<Host> {
  for (const folder of new Set([memoryFolder, os.tmpdir()])) await sweep(folder);
  const dataDir = await mkdtemp(path.join(await roomiest(), prefix));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const postgres = await startPostgres({ dataDir, as: 'tests', durability: 'none' });
    return {
      connection: postgres.connection,
      end: async () => {
        await postgres.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

const memoryFolder = '/dev/shm';
/** The server's log of changes and all databases that are open at once take less than a third of it. */
const enoughBytes = 4 * 1024 ** 3;

/**
 * A folder in memory where there is one with room, else the one for temporary files. Every test database
 * is some hundred files made and removed again, of which a disk's file system takes ten times as long.
 */
async function roomiest(): Promise<string> {
  const room = await statfs(memoryFolder).catch(() => undefined);
  const free = room === undefined ? 0 : room.bavail * room.bsize;
  return Math.min(free, process.availableMemory()) < enoughBytes ? os.tmpdir() : memoryFolder;
}

/** Ends and removes what runs that were killed have left: their server outlives them. */
async function sweep(folder: string): Promise<void> {
  const recentMs = 60_000;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const dataDir = path.join(folder, name);
    const made = await stat(dataDir).catch(() => undefined);
    // A young folder may belong to a run that has yet to take hold of it.
    if (made === undefined || Date.now() - made.birthtimeMs < recentMs) continue;
    if (made.uid !== process.getuid?.() || dataHolder(dataDir) !== undefined) continue;
    const left = await startPostgres({ dataDir, as: 'sweep of tests', durability: 'none' }).catch(
      () => undefined,
    );
    await left?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function givenServer(url: string): Host {
  const connection: ClientConfig = { connectionString: url };
  return { connection, end: async () => {} };
}

async function fillTemplate({ connection, template }: TestServer): Promise<void> {
  const database = openDatabase(inDatabase(connection, template), () => {}, 1);
  try {
    await migrate(database.pool, allMigrations);
  } finally {
    await database.close();
  }
}

/** The same server, another database. */
export function inDatabase(connection: ConnectionOptions, database: string): ConnectionOptions {
  if (connection.connectionString === undefined) return { ...connection, database };
  const url = new URL(connection.connectionString);
  url.pathname = `/${encodeURIComponent(database)}`;
  return { ...connection, connectionString: url.href };
}
