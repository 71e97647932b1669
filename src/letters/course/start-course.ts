import type { Clock } from '#platform/clock';
import type { Db } from '#platform/database';
import { keepDoing, type OngoingWork } from '#platform/lifetime';
import { runCourse, type CourseMemory } from './run-course.ts';

const restMs = 1_000;

/**
 * Keeps the dates of letters for as long as the process runs, within about a second. A database that is
 * away is waited for.
 *
 * @param onError told of each failure.
 */
export function startCourse(db: Db, clock: Clock, onError: (error: unknown) => void): OngoingWork {
  const memory: CourseMemory = { revision: -1 };
  return keepDoing(async () => {
    await runCourse(db, clock(), memory, onError).catch(onError);
    return restMs;
  });
}
