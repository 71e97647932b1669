import { join } from 'node:path';
import { parseSignedCheckpoint } from '@countersign/proof';
import type { Db, Tx } from '#platform/database';
import { LogError } from '../log-error.ts';
import { keyFiles } from '../signer/key-files.ts';
import type { KeyKeeper } from '../signer/key-keeper.ts';
import { beginAnew } from './begin-anew.ts';
import { putAside, retireLog } from './retire-log.ts';

export interface SettleOptions {
  readonly db: Db;
  readonly keysDir: string;
  readonly treeFolder: string;
  /** Who holds the keys. */
  readonly keeper: KeyKeeper;
  /** Whether that is on another machine. */
  readonly isElsewhere: boolean;
  readonly nowMs: number;
  /** Takes what is public into the new log. */
  readonly enrol: (tx: Tx) => Promise<unknown>;
}

/**
 * The first start after a restore. A moved instance goes on with its log and needs the key brought
 * along; a copy begins a log of its own, whose first entry names the old one.
 *
 * @throws LogError `key-not-brought`: a fresh key would be another log under the same history;
 * `signer-elsewhere`: a copy whose signer is on another machine needs a fresh key there.
 */
export async function settleRestored(options: SettleOptions): Promise<void> {
  const { db } = options;
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'restored')
    .executeTakeFirst();
  const mark = readMark(row?.value);
  if (mark === undefined) return;
  if (mark.mode === 'move') {
    if (mark.checkpoint !== undefined) await requireKeys(options);
    await db.deleteFrom('setting').where('key', '=', 'restored').execute();
    return;
  }
  if (options.isElsewhere) await requireFreshKey(db, options.keeper);
  await retireLog(options, options.nowMs);
  // Two countersigners with one key could sign what contradicts each other.
  await putAside(
    ['countersigner.key', 'countersigned'].map((name) => join(options.keysDir, name)),
    options.nowMs,
  );
  await db.transaction().execute(async (tx) => {
    await beginAnew(tx, mark.checkpoint);
    await leaveBehind(tx);
    await options.enrol(tx);
    await tx.deleteFrom('setting').where('key', '=', 'restored').execute();
  });
}

// A copy's log is new to everybody: nobody countersigns it yet, and what was raised about the old one is
// no news of this.
async function leaveBehind(tx: Tx): Promise<void> {
  await tx.deleteFrom('setting').where('key', '=', 'log-quorum').execute();
  await tx
    .updateTable('log_alarm')
    .set({ seen_at: new Date(), comment: 'Of the log that this is a copy of.' })
    .where('seen_at', 'is', null)
    .execute();
}

async function requireKeys({ db, keeper, keysDir }: SettleOptions): Promise<void> {
  const here = await keeper.keys();
  const known = await db
    .selectFrom('log_key')
    .select('verifier_key')
    .where('retired_at', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  const newest = known[0]?.verifier_key;
  // Where there are keys that the database never heard of, it is the older one.
  const isNewer = here.some((key) => !known.some(({ verifier_key: one }) => one === key));
  if (here.length > 0 && (newest === undefined || here.includes(newest) || isNewer)) return;
  const missing = here.length === 0 ? keyFiles.key : keyFiles.successor;
  throw new LogError(
    'key-not-brought',
    `This instance was restored to go on as the same one, and its key is not at ${join(keysDir, missing)}. Bring the whole folder of keys along (log.key, log-successor.key if there is one, last-signed), or restore with --copy.`,
  );
}

/**
 * A signer on another machine must be given a fresh folder there before a log begins anew here: the
 * old key signs the old log.
 *
 * @throws LogError `signer-elsewhere`.
 */
export async function requireFreshKey(db: Db, keeper: KeyKeeper): Promise<void> {
  const keys = await keeper.keys();
  const known = await db
    .selectFrom('log_key')
    .select('id')
    .where('verifier_key', 'in', [...keys, ''])
    .executeTakeFirst();
  if (known === undefined) return;
  throw new LogError(
    'signer-elsewhere',
    'The signer on the other machine still has the key of the old log. Stop it there, move log.key, log-successor.key and last-signed out of its folder of keys, and start it again: it makes a fresh key. Then do this again.',
  );
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
