import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSignedCheckpoint } from '@countersign/proof';
import type { Db, Tx } from '#platform/database';
import { LogError } from '../log-error.ts';
import { beginAnew } from './begin-anew.ts';
import { putAside, retireLog } from './retire-log.ts';

export interface SettleOptions {
  readonly db: Db;
  readonly keysDir: string;
  readonly treeFolder: string;
  readonly nowMs: number;
  /** Takes what is public into the new log. */
  readonly enrol: (tx: Tx) => Promise<unknown>;
}

/**
 * The first start after a restore. A moved instance goes on with its log and needs the key brought
 * along; a copy begins a log of its own, whose first entry names the old one.
 *
 * @throws LogError `key-not-brought`: a fresh key would be another log under the same history.
 */
export async function settleRestored(options: SettleOptions): Promise<void> {
  const { db, keysDir } = options;
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'restored')
    .executeTakeFirst();
  const mark = readMark(row?.value);
  if (mark === undefined) return;
  if (mark.mode === 'move') {
    await requireKey(keysDir, mark.checkpoint !== undefined);
    await db.deleteFrom('setting').where('key', '=', 'restored').execute();
    return;
  }
  await retireLog(options, options.nowMs);
  // Two countersigners with one key could sign what contradicts each other.
  await putAside(
    ['countersigner.key', 'countersigned'].map((name) => join(keysDir, name)),
    options.nowMs,
  );
  await db.transaction().execute(async (tx) => {
    await beginAnew(tx, mark.checkpoint);
    await options.enrol(tx);
    await tx.deleteFrom('setting').where('key', '=', 'restored').execute();
  });
}

async function requireKey(keysDir: string, hasSigned: boolean): Promise<void> {
  const path = join(keysDir, 'log.key');
  try {
    await access(path);
  } catch (error) {
    if (!hasSigned) return;
    throw new LogError(
      'key-not-brought',
      `This instance was restored to go on as the same one, and its key is not at ${path}. Bring the whole folder of keys along (log.key, last-signed), or restore with --copy.`,
      { cause: error },
    );
  }
}

interface Mark {
  readonly mode: 'move' | 'copy';
  /** Text of the checkpoint that was newest then. */
  readonly checkpoint: string | undefined;
}

// Written by a restore of this program; an unknown form is no mark at all.
function readMark(value: unknown): Mark | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { mode, checkpoint } = value as Readonly<Record<string, unknown>>;
  if (mode !== 'move' && mode !== 'copy') return undefined;
  const note = typeof checkpoint === 'string' ? checkpoint : undefined;
  return {
    mode,
    checkpoint: note === undefined ? undefined : parseSignedCheckpoint(Buffer.from(note)).note.text,
  };
}
