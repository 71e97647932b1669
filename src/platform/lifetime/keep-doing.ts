import { setTimeout as rest } from 'node:timers/promises';

/** Work that goes on until it is closed. */
export interface OngoingWork {
  /** Ends it after what is under way. */
  close(): Promise<void>;
}

/**
 * Does something again and again for as long as the process runs, and rests in between.
 *
 * @param work gives how long to rest, in milliseconds; `ending` is aborted by `close`. It tells of its errors
 * itself: one that is thrown is a bug, and is a rejection that nobody holds until `close` throws it.
 */
export function keepDoing(work: (ending: AbortSignal) => Promise<number>): OngoingWork {
  const ending = new AbortController();
  const { signal } = ending;
  const running = run();
  return {
    async close() {
      ending.abort();
      await running;
    },
  };

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const restMs = await work(signal);
      // Nothing but the signal ends a rest early.
      await rest(restMs, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }
}
