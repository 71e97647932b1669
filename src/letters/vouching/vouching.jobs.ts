import { z } from 'zod';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/database';
import { declareJob, handleJob, type JobHandler } from '#platform/jobs';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { settleVouched } from './settle-vouched.ts';

const settleJob = declareJob({
  name: 'letters.settle-vouched',
  parse: (value) => z.object({}).parse(value),
  singletonKey: () => 'all',
  // Before the day's batch is made, which takes in what changed.
  schedule: { cron: '41 23 * * *', payload: {} },
});

/** Makes the nightly job that counts who vouches, and lets classes rise and fall. */
export function settleVouchedHandler({
  db,
  clock,
  sealer,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly sealer: LetterSealer;
}): JobHandler {
  return handleJob(settleJob, async (_payload, { log, signal }) => {
    const count = await settleVouched(db, { sealer }, clock(), signal);
    if (count > 0) log.info('classes of signatures settled by who vouches', { count });
  });
}
