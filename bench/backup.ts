import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Client, escapeIdentifier } from 'pg';
import { to } from 'pg-copy-streams';
import { leftOutTables, parseIdentities, prepareFile, restoreBackup, takeBackup } from '#backup';
import { openDiskShelf } from '#platform/blobs';
import type { ConnectionOptions } from '#platform/database';
import { installation } from '../src/installation.ts';

/**
 * A database backed up and brought back, in MB of its rows a second, beside a plain COPY of the same
 * rows that are thrown away as they come.
 */
export async function benchBackup(connection: ConnectionOptions): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-backup-'));
  try {
    const reference = await plainCopy(connection);
    const megabytes = reference.bytes / 1_000_000;
    report('Reference: COPY of all rows, thrown away', megabytes, reference.seconds);
    const tell = (what: string, seconds: number) =>
      report(what, megabytes, seconds, reference.seconds);
    const identity = await generateX25519Identity();
    const clear = path.join(folder, 'clear.backup');
    const sealed = path.join(folder, 'sealed.backup');
    tell('Backup, durable on disk', await back(connection, folder, clear, []));
    const recipients = [await identityToRecipient(identity)];
    tell('Backup, encrypted', await back(connection, folder, sealed, recipients));
    tell('Restore, checked, with indexes', await bring(connection, folder, clear));
    tell('Restore, encrypted', await bring(connection, folder, sealed, identity));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(what: string, megabytes: number, seconds: number, reference?: number): void {
  const ratio = reference === undefined ? '' : `, ${(reference / seconds).toFixed(2)} of COPY`;
  const speed = (megabytes / seconds).toFixed(0);
  console.log(
    `${what}: ${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s, ${speed} MB/s${ratio}`,
  );
}

async function plainCopy(
  connection: ConnectionOptions,
): Promise<{ bytes: number; seconds: number }> {
  const client = new Client(connection);
  await client.connect();
  const { rows } = await client.query<{ schema: string; table: string }>(`
    select schemaname as schema, tablename as table from pg_tables
    where schemaname in ('public', 'published')`);
  const tables = rows.filter(({ schema, table }) => !leftOutTables.has(`${schema}.${table}`));
  const once = async () => {
    let bytes = 0;
    for (const { schema, table } of tables) {
      const name = `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`;
      const stream = client.query(to(`copy ${name} to stdout`, { highWaterMark: 1024 * 1024 }));
      for await (const piece of stream as AsyncIterable<Uint8Array>) bytes += piece.length;
    }
    return bytes;
  };
  // So that neither side has to wait for the disk.
  await once();
  const begun = performance.now();
  const bytes = await once();
  const seconds = (performance.now() - begun) / 1000;
  await client.end();
  return { bytes, seconds };
}

async function back(
  connection: ConnectionOptions,
  folder: string,
  place: string,
  recipients: readonly string[],
): Promise<number> {
  const begun = performance.now();
  await takeBackup({
    connection,
    shelf: await openDiskShelf(path.join(folder, 'blobs')),
    logFolder: path.join(folder, 'log'),
    keyRing: undefined,
    recipients,
    newestCheckpoint: installation.newestCheckpoint,
    now: new Date(),
    file: await prepareFile(place),
    progress: () => {},
  });
  return (performance.now() - begun) / 1000;
}

async function bring(
  connection: ConnectionOptions,
  folder: string,
  file: string,
  identity?: string,
): Promise<number> {
  const name = 'bench_restore';
  await onServer(connection, `drop database if exists ${name}`);
  await onServer(connection, `create database ${name}`);
  const begun = performance.now();
  await restoreBackup({
    file,
    decrypter: identity === undefined ? undefined : parseIdentities([identity]),
    connection: inDatabase(connection, name),
    shelf: await openDiskShelf(path.join(folder, 'brought')),
    logFolder: path.join(folder, 'brought-log'),
    keyFile: path.join(folder, 'brought.key'),
    withoutKey: true,
    mode: 'copy',
    migrations: installation.migrations,
    // Nothing is queued here, and there is no queue.
    afterRestore: [],
    now: new Date(),
    progress: () => {},
  });
  const seconds = (performance.now() - begun) / 1000;
  await onServer(connection, `drop database ${name}`);
  return seconds;
}

async function onServer(connection: ConnectionOptions, statement: string): Promise<void> {
  const client = new Client(connection);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function inDatabase(connection: ConnectionOptions, database: string): ConnectionOptions {
  if (connection.connectionString === undefined) return { ...connection, database };
  const url = new URL(connection.connectionString);
  url.pathname = `/${database}`;
  return { ...connection, connectionString: url.href };
}
