import { setTimeout as after } from 'node:timers/promises';
import type { Db } from '#platform/database';
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
export function startTallies(
  db: Db,
  onError: (error: unknown) => void,
): { close(): Promise<void> } {
  const stop = new AbortController();
  const running = run();
  return {
    async close() {
      stop.abort();
      await running;
    },
  };

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      const begun = performance.now();
      await tallySignatures(db).catch(onError);
      const took = performance.now() - begun;
      await after(Math.max(restMs, took / share), undefined, { signal: stop.signal }).catch(
        () => {},
      );
    }
  }
}
