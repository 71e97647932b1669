import type { Db } from '#platform/database';
import { LogError } from '../log-error.ts';
import type { KeyKeeper } from '../signer/key-keeper.ts';
import { announceSuccessor } from './announce-successor.ts';

/** What a rotation did, or had done before. */
export interface Rotation {
  readonly from: string;
  readonly successor: string;
  /** Whether the entry was queued now. */
  readonly announced: boolean;
}

/**
 * Begins the succession of the log's key: makes the successor, then queues the entry that names it. In
 * this order the entry names no key that is not there; interrupted, it goes on when it is run again.
 *
 * @throws LogError `key-missing`, `key-other`.
 */
export async function rotateKey(db: Db, keeper: KeyKeeper): Promise<Rotation> {
  const [from] = await keeper.keys();
  if (from === undefined) {
    throw new LogError(
      'key-missing',
      'This log has no key yet. Start the server once: it makes one when something is first logged.',
    );
  }
  const successor = await keeper.makeSuccessor(from);
  const announced = await db.transaction().execute((tx) => announceSuccessor(tx, from, successor));
  return { from, successor, announced };
}
