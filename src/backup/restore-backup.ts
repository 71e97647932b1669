import { rename } from 'node:fs/promises';
import type { Decrypter } from 'age-encryption';
import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import { applySteps, openDatabase, type Migration, type Tx } from '#platform/database';
import { findKeyRing, placeKeyRing, type KeyRing } from '#platform/sealing';
import { readArchive } from './archive/read-archive.ts';
import { refuse } from './backup-refusal.ts';
import { openInput } from './input-file.ts';
import { beginLogRestore, holdsLog } from './log-folder.ts';
import { isOutOfRoom } from './output-file.ts';
import { takeMembers, type TakenMembers } from './restore-members.ts';
import { refuseOldServer } from './restore-plan.ts';
import { quoted } from './tables/catalog.ts';
import { refuseUnlessEmpty } from './tables/rebuild-schema.ts';
import { hurry, openSession, type Session } from './tables/session.ts';
import { giveShape } from './tables/shape.ts';
import type { Instance } from './take-backup.ts';

/**
 * - `move`: the same instance goes on here, with its log; the operator brings the signing key along,
 *   and the old place never runs again.
 * - `copy`: another instance with the same content, which gets a log of its own.
 */
export type RestoreMode = 'move' | 'copy';

export type RestorePhase = 'reading' | 'indexing' | 'checking';

export interface RestoreOptions extends Instance {
  readonly file: string;
  readonly decrypter: Decrypter | undefined;
  /** Where the master key belongs. */
  readonly keyFile: string;
  /** Go on without what only the master key opens. */
  readonly withoutKey: boolean;
  readonly mode: RestoreMode;
  /** Every step of the schema that this program knows, in order. */
  readonly migrations: readonly Migration[];
  /** Done on the whole, restored instance, in the same transaction. */
  readonly afterRestore: readonly ((tx: Tx) => Promise<void>)[];
  readonly now: Date;
  readonly progress: (phase: RestorePhase, done: number, total: number) => void;
}

export interface Restored {
  /** When the backup was begun; RFC 3339. */
  readonly created: string;
  readonly tables: number;
  readonly rows: number;
  readonly blobs: number;
  readonly logFiles: number;
}

/**
 * What a restore leaves for whoever starts the instance next, in the table `setting` under `restored`.
 * The log reads it: it must not sign under the old origin in a copy.
 */
export interface RestoredMark {
  readonly mode: RestoreMode;
  /** When; RFC 3339. */
  readonly at: string;
  /** When the backup was begun; RFC 3339. */
  readonly created: string;
  /** The checkpoint that was newest then, as a signed note; its first line is the log's origin. */
  readonly checkpoint: string | null;
}

/**
 * Brings a backup back into an empty instance, in one transaction: all of it is checked before
 * anything of it holds, and when anything is wrong the instance is as empty as before.
 *
 * Attacker: whoever hands over the file. Its sender is not proven by it; only that it is whole.
 *
 * @throws BackupRefusal.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const restored = await bringBack(options);
  await analyze(options);
  return restored;
}

async function bringBack(options: RestoreOptions): Promise<Restored> {
  const { connection, shelf, logFolder, keyFile, progress } = options;
  if (await holdsLog(logFolder)) refuse('restore-log-there', { folder: logFolder });
  const input = await openInput(options.file, (bytes) => progress('reading', bytes, input.length));
  const log = await beginLogRestore(logFolder);
  let isDecided = false;
  try {
    const session = await openSession({ connection, isolation: 'read committed' });
    try {
      await refuseOldServer(session.client);
      await hurry(session.client);
      await refuseUnlessEmpty(session.client);
      const presentKeys = await findKeyRing(keyFile);
      const members = readArchive(input.bytes(options.decrypter), input.length);
      const targets = { ...options, session, shelf, log, presentKeys };
      const taken = await takeMembers(members, targets);
      const rows = await settle(session, taken, options);
      if (taken.keyRing !== undefined) await placeKeys(keyFile, taken.keyRing);
      await log.keep();
      // From here on nobody can tell whether it holds, if the connection breaks: the log stays.
      isDecided = true;
      await session.commit();
      const { header, blobs, logFiles } = taken;
      return { created: header.created, tables: header.tables.length, rows, blobs, logFiles };
    } finally {
      await session.close();
    }
  } catch (error) {
    if (!isDecided) await log.discard();
    const isDatabaseFull = error instanceof DatabaseError && error.code === '53100';
    if (isDatabaseFull || isOutOfRoom(error)) {
      refuse('restore-no-room', {}, error);
    }
    throw error;
  } finally {
    await input.close();
  }
}

async function settle(
  { client, tx }: Session,
  { rows, shape, steps, header }: TakenMembers,
  { progress, afterRestore, mode, now }: RestoreOptions,
): Promise<number> {
  const count = await rows.check((done, total) => progress('checking', done, total));
  for (const { schema, name, last, called } of header.sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [
      quoted({ schema, table: name }),
      last,
      called,
    ]);
  }
  const total = shape.indexes.length + shape.constraints.length;
  let done = 0;
  await giveShape(client, shape, () => progress('indexing', (done += 1), total));
  await applySteps(client, steps.after);
  const { created, checkpoint } = header;
  const mark: RestoredMark = { mode, at: now.toISOString(), created, checkpoint };
  await sql`
    insert into setting (key, value) values ('restored', ${JSON.stringify(mark)})
    on conflict (key) do update set value = excluded.value`.execute(tx);
  for (const after of afterRestore) await after(tx);
  return count;
}

// A first start may have made a key for the empty instance. It guards nothing, and yet is kept.
async function placeKeys(keyFile: string, ring: KeyRing): Promise<void> {
  if (await placeKeyRing(keyFile, ring)) return;
  await rename(keyFile, `${keyFile}.before-restore`);
  await placeKeyRing(keyFile, ring);
}

// Without it the first pages would be planned for empty tables.
async function analyze({ connection }: RestoreOptions): Promise<void> {
  const database = openDatabase(connection, () => {}, 1);
  try {
    await database.pool.query('analyze');
  } finally {
    await database.close();
  }
}
