import type { Db } from '#platform/database';
import { LogError } from '../log-error.ts';
import type { KeyKeeper } from '../signer/key-keeper.ts';
import { readKeyStanding } from './key-standing.ts';

/** A key that signs no more, and who may be cut off by that. */
export interface Retirement {
  readonly retired: string;
  readonly signs: string;
  /** Countersigners that are not known to accept the new key, by name. */
  readonly missing: readonly string[];
}

/**
 * Ends the overlap: the old key signs no more. What shows that it was succeeded is kept for ever.
 *
 * @param force although countersigners that are needed have not taken the new key.
 * @throws LogError `key-one-only`; `key-unproven`, force or not, because whoever knows only the old key
 * could never follow; `key-countersigners-missing`; `key-other`.
 */
export async function retireKey(
  db: Db,
  keeper: KeyKeeper,
  { force = false }: { readonly force?: boolean } = {},
): Promise<Retirement> {
  const [from, successor] = await keeper.keys();
  if (from === undefined || successor === undefined) {
    throw new LogError(
      'key-one-only',
      'One key signs this log; there is none to retire. To have it succeeded: countersign log key rotate',
    );
  }
  const standing = await readKeyStanding(db);
  const missing = standing?.missing ?? [];
  if (standing !== undefined) {
    requireProven(standing.isProven);
    if (!standing.isReady && !force) throw missingError(missing, standing.quorum);
  } else if (!(await isRetired(db, from))) {
    throw new LogError(
      'key-unproven',
      'The successor is made and not announced. Run again: countersign log key rotate',
    );
  }
  // Said first: a log whose key is gone must not be told that both sign.
  await db
    .updateTable('log_key')
    .set({ retired_at: new Date() })
    .where('verifier_key', '=', from)
    .where('retired_at', 'is', null)
    .execute();
  await keeper.retire(from);
  return { retired: from, signs: successor, missing };
}

function requireProven(isProven: boolean): void {
  if (isProven) return;
  throw new LogError(
    'key-unproven',
    'The entry that names the successor is not published yet, so that whoever knows only the old key could never follow. The running server brings it there; look at countersign log status.',
  );
}

function missingError(missing: readonly string[], quorum: number): LogError {
  return new LogError(
    'key-countersigners-missing',
    `Readers need ${quorum} countersigners, and too few have taken the new key. Not yet: ${missing.join(', ')}. Send them the new line (countersign log status). With --force the old key is retired all the same: until enough have taken the new one, nothing new is published.`,
  );
}

async function isRetired(db: Db, verifierKey: string): Promise<boolean> {
  const key = await db
    .selectFrom('log_key')
    .select('retired_at')
    .where('verifier_key', '=', verifierKey)
    .executeTakeFirst();
  return key?.retired_at != null;
}
