import { z } from 'zod';
import { isTimeSteady, type Clock } from '#platform/clock';
import type { Db } from '#platform/database';
import { declareJob, handleJob, type JobHandler } from '#platform/jobs';
import { expireWithheld } from './expire.ts';
import { beginRounds, endNotices, tellNext, type RoundMeans } from './rounds.ts';
import { tallyWithheld } from './tally-withheld.ts';

const keepUp = declareJob({
  name: 'letters.withheld',
  parse: (value) => z.object({}).parse(value),
  singletonKey: () => 'all',
  schedule: { cron: '* * * * *', payload: {} },
});

/**
 * Does what is due of withheld names: what expired is destroyed, rules that are met are announced.
 *
 * @param isSteady the clock is believed; else what expired is left for later.
 * @returns how many were destroyed.
 */
export async function keepUpWithheld(
  db: Db,
  means: RoundMeans,
  now: Date,
  { isSteady }: { readonly isSteady: boolean },
): Promise<number> {
  const expired = isSteady ? await expireWithheld(db, means, now) : 0;
  await tallyWithheld(db);
  await beginRounds(db, now);
  await db.transaction().execute((tx) => tellNext(tx, means, now));
  await db.transaction().execute((tx) => endNotices(tx, now));
  return expired;
}

/** Makes the job that keeps up withheld names each minute. */
export function withheldHandler({
  db,
  clock,
  ...means
}: RoundMeans & { readonly db: Db; readonly clock: Clock }): JobHandler {
  return handleJob(keepUp, async (_payload, { log }) => {
    const now = clock();
    // Nobody can bring back what a clock set wrong has destroyed; the hourly jobs tell of it.
    const count = await keepUpWithheld(db, means, now, { isSteady: await isTimeSteady(db, now) });
    if (count > 0) log.info('withheld names destroyed whose rule was not met', { count });
  });
}
