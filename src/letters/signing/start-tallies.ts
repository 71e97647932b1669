import type { Db } from '#platform/database';
import { keepDoing, type OngoingWork } from '#platform/lifetime';
import { tallySignatures } from './tally-signatures.ts';

const restMs = 4_000;

/** Counting takes at most this part of the time, however many have signed. */
const share = 0.05;

/**
 * Counts signatures anew every few seconds for as long as the process runs. A database that is away is
 * waited for.
 *
 * @param onError told of each failure.
 */
export function startTallies(db: Db, onError: (error: unknown) => void): OngoingWork {
  return keepDoing(async () => {
    const begun = performance.now();
    await tallySignatures(db).catch(onError);
    return Math.max(restMs, (performance.now() - begun) / share);
  });
}
