import { z } from 'zod';
import type { Db } from '#platform/database';
import { declareJob, handleJob, type JobHandler } from '#platform/jobs';
import { keepUpFraud } from './fraud/fraud-upkeep.ts';
import { dropUnconfirmed } from './signing/drop-unconfirmed.ts';

const dropUnconfirmedJob = declareJob({
  name: 'letters.drop-unconfirmed',
  parse: (value) => z.object({}).parse(value),
  // Off the full hour, when everything else of a machine wakes up.
  schedule: { cron: '37 * * * *', payload: {} },
});

/** Makes the hourly job that forgets signatures which nobody has confirmed. */
export function dropUnconfirmedHandler(db: Db): JobHandler {
  return handleJob(dropUnconfirmedJob, async (_payload, { log }) => {
    const count = await dropUnconfirmed(db);
    if (count > 0) log.info('unconfirmed signatures removed', { count });
  });
}

const keepUpFraudJob = declareJob({
  name: 'letters.fraud',
  parse: (value) => z.object({}).parse(value),
  // Soon after midnight too: the figures of the day that is over.
  schedule: { cron: '7 * * * *', payload: {} },
});

/** Makes the hourly job around doubted signatures: what is forgotten, erased, and told of a day. */
export function keepUpFraudHandler(db: Db): JobHandler {
  return handleJob(keepUpFraudJob, async (_payload, { log }) => {
    const count = await keepUpFraud(db);
    if (count > 0) log.info('signatures set aside were erased', { count });
  });
}
