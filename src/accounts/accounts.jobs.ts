import { z } from 'zod';
import type { Db } from '#platform/database';
import { declareJob, handleJob, type JobHandler } from '#platform/jobs';
import { dropExpired } from './housekeeping.ts';

const dropExpiredJob = declareJob({
  name: 'accounts.drop-expired',
  parse: (value) => z.object({}).parse(value),
  // Off the full hour, when everything else of a machine wakes up.
  schedule: { cron: '7 * * * *', payload: {} },
});

/** Makes the hourly job that forgets ended sessions, spent links and the windows of the throttle. */
export function dropExpiredHandler(db: Db): JobHandler {
  return handleJob(dropExpiredJob, () => dropExpired(db));
}
