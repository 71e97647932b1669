import { setTimeout as after } from 'node:timers/promises';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/database';
import { runCourse, type CourseMemory } from './run-course.ts';

const restMs = 1_000;

/**
 * Keeps the dates of letters for as long as the process runs, within about a second. A database that is
 * away is waited for.
 *
 * @param onError told of each failure.
 */
export function startCourse(
  db: Db,
  clock: Clock,
  onError: (error: unknown) => void,
): { close(): Promise<void> } {
  const stop = new AbortController();
  const memory: CourseMemory = { revision: -1 };
  const running = run();
  return {
    async close() {
      stop.abort();
      await running;
    },
  };

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      await runCourse(db, clock(), memory, onError).catch(onError);
      await after(restMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  }
}
