import { setTimeout as pause } from 'node:timers/promises';
import { PostgresError } from './postgres-error.ts';
import type { RunningPostgres } from './start-postgres.ts';

export interface KeepRunningOptions {
  readonly postgres: Pick<RunningPostgres, 'isAlive' | 'restart'>;
  /** Told before each try to start it anew, counted from 1. */
  readonly onEnded: (attempt: number) => void;
  readonly onBack: () => void;
  /** No try is left: without its database the process should end, so that it can be started again. */
  readonly onGivenUp: (error: PostgresError) => void;
  /** How long to wait before each try; as many tries as there are. */
  readonly pausesMs?: readonly number[];
  readonly lookEveryMs?: number;
  /** Having run so long, it is not the same failure when it ends again. */
  readonly steadyAfterMs?: number;
}

/**
 * Starts PostgreSQL anew when it has ended without being asked, as by the kernel for want of memory.
 *
 * @returns how to let it end; resolves once a start that is under way is over.
 */
export function keepRunning(options: KeepRunningOptions): () => Promise<void> {
  const closing = new AbortController();
  const watching = watch(options, closing.signal).catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
  return async () => {
    closing.abort();
    await watching;
  };
}

async function watch(options: KeepRunningOptions, signal: AbortSignal): Promise<void> {
  const { postgres, onEnded, onBack, onGivenUp } = options;
  const { pausesMs = [0, 1_000, 3_000, 9_000], steadyAfterMs = 60_000 } = options;
  let [tries, backAt] = [0, performance.now()];
  let cause: unknown;
  for (;;) {
    await pause(options.lookEveryMs ?? 200, undefined, { signal, ref: false });
    if (postgres.isAlive()) continue;
    if (tries > 0 && cause === undefined && performance.now() - backAt > steadyAfterMs) tries = 0;
    const waitMs = pausesMs[tries];
    if (waitMs === undefined) return onGivenUp(gone(cause));
    tries += 1;
    onEnded(tries);
    await pause(waitMs, undefined, { signal, ref: false });
    try {
      await postgres.restart();
      [cause, backAt] = [undefined, performance.now()];
      onBack();
    } catch (error) {
      cause = error;
    }
  }
}

function gone(cause: unknown): PostgresError {
  const why =
    cause === undefined
      ? 'Each time it was started anew it ended again; its own log says why.'
      : cause instanceof Error
        ? cause.message
        : '';
  return new PostgresError(
    'gone',
    `The database has ended without being asked and could not be started anew. ${why}`,
    { cause },
  );
}
