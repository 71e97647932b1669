import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database, type Db } from '#platform/database';
import { attachPostgres } from '#platform/postgres';
import { parseSignedCheckpoint } from '@countersign/proof';
import { ensureWebBuilt } from '../../scripts/build-web.ts';
import { publish } from '../publish/publish-sample.ts';
import { directorDocument } from '../publish/sample-people.ts';
import { addPerson } from '../record/fixture.ts';
import { prepareServer, type TestServer } from './server.ts';

// The folder of the log and that of the keys are on small disks of their own, seen by the server alone.
const canMount =
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'x', os.tmpdir()]).status === 0;
const before = `mkdir -p "$DATA/log" && mkdir -p -m 700 "$KEYS"
mount -t tmpfs -o size=400k,mode=700 tmpfs "$DATA/log"
mount -t tmpfs -o size=40k,mode=700 tmpfs "$KEYS"`;
const patient = { timeout: 60_000, interval: 200 };

let server: TestServer;
let database: Database | undefined;
let publishOne: () => Promise<void>;

beforeAll(async () => {
  if (!canMount) return;
  await ensureWebBuilt();
  server = await prepareServer('full', { before });
  await server.start();
  const connection = await attachPostgres(server.dataDir);
  if (connection === undefined) throw new Error('no database');
  const { db } = (database = openDatabase(connection, () => {}));
  const people = [
    await addPerson(db, 'Dara', ['documenter']),
    await addPerson(db, 'Rana', ['reviewer', 'documenter']),
  ] as const;
  publishOne = () => publish(db, people, [{ ...directorDocument(), subject: randomUUID() }]);
});

afterAll(async () => {
  await database?.close();
  await server?.remove();
});

async function published(): Promise<bigint> {
  const answer = await fetch(`${server.origin}/log/checkpoint`);
  if (!answer.ok) return 0n;
  return parseSignedCheckpoint(new Uint8Array(await answer.arrayBuffer())).checkpoint.size;
}

/** Takes all the room there is in a folder as the server sees it. @returns how to give it back. */
function fill(folder: string): () => void {
  const place = path.join(`/proc/${server.pid}/root`, folder, 'filler');
  const file = openSync(place, 'w');
  const isFull = (error: unknown) =>
    error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  try {
    for (;;) writeSync(file, Buffer.alloc(4_096));
  } catch (error) {
    if (!isFull(error)) throw error;
  } finally {
    closeSync(file);
  }
  return () => rmSync(place);
}

async function stopped(): Promise<unknown> {
  const [status] = (await server.run('log', 'status', '--json')).values();
  return (status as { stopped: { code: string } | null }).stopped?.code;
}

function opened(): Db {
  if (database === undefined) throw new Error('no database');
  return database.db;
}

/** Breaks the connection that leads, as a database does that is restarted, and waits until it is gone. */
async function loseLead(db: Db): Promise<void> {
  const { rows } = await sql<{ pid: number }>`
    select distinct pid from pg_locks
    where locktype = 'advisory' and pid <> pg_backend_pid()`.execute(db);
  const pids = rows.map(({ pid }) => pid);
  await sql`select pg_terminate_backend(pid) from unnest(${sql.val(pids)}::integer[]) as t(pid)`.execute(
    db,
  );
  const left = async () => {
    const alive = await sql`
      select from pg_stat_activity where pid = any(${sql.val(pids)}::integer[])`.execute(db);
    return alive.rows.length;
  };
  await expect.poll(left, patient).toBe(0);
}

test.skipIf(!canMount).each(['log', 'keys'] as const)(
  'with no room for the %s it says so, loses nothing, and goes on when there is',
  async (which) => {
    await publishOne();
    await expect.poll(published, patient).toBeGreaterThan(which === 'log' ? 0n : 2n);
    const size = await published();
    const free = fill(which === 'log' ? `${server.dataDir}/log` : `${server.dataDir}-keys`);
    // A process that leads anew writes what was signed last anew; until then it is noted in its last page.
    if (which === 'keys') await loseLead(opened());
    await publishOne();
    await expect.poll(stopped, patient).toBe('out-of-room');
    expect(await published()).toBe(size);
    free();
    await expect.poll(published, patient).toBeGreaterThan(size);
    await expect.poll(stopped, patient).toBeUndefined();
    const folder = path.join(path.dirname(server.dataDir), 'watcher');
    expect((await server.run('monitor', server.origin, '--state', folder)).code).toBe(0);
  },
);
