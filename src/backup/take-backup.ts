import type { BlobKey, Shelf } from '#platform/blobs';
import type { ConnectionOptions, Db } from '#platform/database';
import { keysOf, type KeyRing } from '#platform/sealing';
import { writeHeader } from './archive/header.ts';
import { createTally } from './archive/manifest.ts';
import { writeArchive, type Written } from './archive/write-archive.ts';
import { blobMembers, sizeOfBlobs } from './blob-members.ts';
import { leftOutTables } from './declared.ts';
import { encrypted, parseRecipients } from './encryption.ts';
import { marksOf } from './key-mark.ts';
import { logMembers } from './log-folder.ts';
import type { OutputFile } from './output-file.ts';
import {
  appliedMigrations,
  listSequences,
  listTables,
  plainName,
  quoted,
  serverVersion,
  type Table,
} from './tables/catalog.ts';
import { rowMembers } from './tables/copy-out.ts';
import { openSession, type Session } from './tables/session.ts';

/** Everything a backup is taken of. */
export interface Instance {
  readonly connection: ConnectionOptions;
  readonly shelf: Shelf;
  /** Folder of the log's tiles; need not be there. */
  readonly logFolder: string;
}

export interface BackupOptions extends Instance {
  /** Undefined where the instance has none. */
  readonly keyRing: KeyRing | undefined;
  /** age recipients; none for a backup in the clear, which then leaves the master keys out. */
  readonly recipients: readonly string[];
  /** The log's newest published checkpoint, as a signed note. */
  readonly newestCheckpoint: (db: Db) => Promise<string | undefined>;
  readonly now: Date;
  readonly file: OutputFile;
  /** Told in bytes, roughly: how long rows are in a backup is not known before. */
  readonly progress: (done: number, total: number) => void;
}

export interface TakenBackup {
  readonly members: number;
  readonly bytes: number;
  readonly tables: number;
  readonly encrypted: boolean;
  readonly holdsMasterKey: boolean;
  /** Preserved files whose bytes are no longer what they were; they are not in the backup. */
  readonly damaged: readonly BlobKey[];
}

/**
 * Takes a backup of a running instance. The rows are those of one moment, the blobs and tiles those
 * of a later one, so that no row of the backup speaks of a file that is not in it (but for files
 * erased in between).
 *
 * @throws BackupRefusal; then no file appears.
 */
export async function takeBackup(options: BackupOptions): Promise<TakenBackup> {
  const { file, keyRing, recipients } = options;
  const encrypter = recipients.length === 0 ? undefined : parseRecipients(recipients);
  const tally = createTally();
  const told = { tables: 0, damaged: [] as BlobKey[] };
  const members = membersOf(options, told);
  const archive = writeArchive(members, tally);
  const bytes = await file.write(encrypter === undefined ? archive : encrypted(archive, encrypter));
  await file.keep();
  return {
    members: tally.members,
    bytes,
    tables: told.tables,
    encrypted: encrypter !== undefined,
    holdsMasterKey: encrypter !== undefined && keyRing !== undefined,
    damaged: told.damaged,
  };
}

async function* membersOf(
  options: BackupOptions,
  told: { tables: number; damaged: BlobKey[] },
): AsyncGenerator<Written> {
  const { shelf, logFolder, progress } = options;
  const blobBytes = await sizeOfBlobs(shelf);
  let tableBytes = 0;
  let done = 0;
  const passed = (written: Written) => {
    done += 'content' in written ? written.content.length : written.size;
    return written;
  };
  const session = await openSession({
    connection: options.connection,
    isolation: 'repeatable read',
  });
  try {
    const { header, tables } = await beginSnapshot(session, options);
    yield { member: { kind: 'header' }, content: header };
    if (options.recipients.length > 0 && options.keyRing !== undefined) {
      const keys = keysOf(options.keyRing).map(({ key }) => key);
      yield { member: { kind: 'key' }, content: Buffer.concat(keys) };
    }
    tableBytes = tables.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const table of tables) {
      for await (const written of rowMembers(session.client, table)) {
        yield passed(written);
        progress(Math.min(done, tableBytes), tableBytes + blobBytes);
      }
    }
    told.tables = tables.length;
  } finally {
    // Before the blobs: a snapshot held for hours would keep the database from cleaning up.
    await session.close();
  }
  done = tableBytes;
  for await (const written of blobMembers(shelf, (key) => told.damaged.push(key))) {
    yield passed(written);
    progress(Math.min(done, tableBytes + blobBytes), tableBytes + blobBytes);
  }
  yield* logMembers(logFolder);
  progress(1, 1);
}

async function beginSnapshot(
  { client, tx }: Session,
  { newestCheckpoint, keyRing, now }: BackupOptions,
): Promise<{ header: Buffer; tables: Table[] }> {
  // The first query fixes the moment; the locks keep anyone from changing the tables meanwhile.
  const migrations = await appliedMigrations(client);
  const tables = (await listTables(client)).filter((table) => !leftOutTables.has(plainName(table)));
  const names = tables.map((table) => quoted(table)).join(', ');
  await client.query(`lock table ${names} in access share mode`);
  const { text: postgres } = await serverVersion(client);
  const header = writeHeader({
    created: now.toISOString(),
    checkpoint: (await newestCheckpoint(tx)) ?? null,
    postgres,
    migrations,
    tables: tables.map(({ schema, table, columns }) => ({ schema, table, columns: [...columns] })),
    sequences: await listSequences(client),
    ...marksOf(keyRing),
  });
  return { header, tables };
}
