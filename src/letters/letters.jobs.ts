import { z } from 'zod';
import { isTimeSteady, type Clock } from '#platform/clock';
import type { Db } from '#platform/database';
import { declareJob, handleJob, type JobHandler } from '#platform/jobs';
import type { Log } from '#platform/logging';
import { dropInvitations } from './inviting/drop-invitations.ts';
import { makeRolls } from './roll/make-rolls.ts';
import { eraseDue } from './retention/erase-due.ts';
import { keepUpFraud } from './fraud/fraud-upkeep.ts';
import { dropUnconfirmed } from './signing/drop-unconfirmed.ts';

const dropUnconfirmedJob = declareJob({
  name: 'letters.drop-unconfirmed',
  parse: (value) => z.object({}).parse(value),
  // Off the full hour, when everything else of a machine wakes up.
  schedule: { cron: '37 * * * *', payload: {} },
});

/** Makes the hourly job that forgets signatures which nobody has confirmed, and whom closed letters invited. */
export function dropUnconfirmedHandler(db: Db, clock: Clock): JobHandler {
  return handleJob(dropUnconfirmedJob, async (_payload, { log }) => {
    if (!(await isBelieved(clock, db, log))) return;
    const count = await dropUnconfirmed(db);
    if (count > 0) log.info('unconfirmed signatures removed', { count });
    const invited = await dropInvitations(db);
    if (invited > 0) log.info('invitations of closed letters removed', { count: invited });
  });
}

const makeRollsJob = declareJob({
  name: 'letters.make-rolls',
  parse: (value) => z.object({}).parse(value),
  singletonKey: () => 'all',
  // What is counted is logged; more often would fill the log with counts, and tell the minute at which
  // somebody left.
  schedule: { cron: '*/5 * * * *', payload: {} },
});

/** Makes the job that has the log count letters, every five minutes, where their count has changed. */
export function makeRollsHandler(db: Db): JobHandler {
  return handleJob(makeRollsJob, async (_payload, { log, signal }) => {
    const count = await makeRolls(db, signal);
    if (count > 0) log.info('rolls of letters made', { count });
  });
}

const keepUpFraudJob = declareJob({
  name: 'letters.fraud',
  parse: (value) => z.object({}).parse(value),
  // Soon after midnight too: the figures of the day that is over.
  schedule: { cron: '7 * * * *', payload: {} },
});

/** Makes the hourly job around doubted signatures: what is forgotten, erased, and told of a day. */
export function keepUpFraudHandler(db: Db, clock: Clock): JobHandler {
  return handleJob(keepUpFraudJob, async (_payload, { log }) => {
    const count = await keepUpFraud(db, { isSteady: await isBelieved(clock, db, log) });
    if (count > 0) log.info('signatures set aside were erased', { count });
  });
}

const eraseDueJob = declareJob({
  name: 'letters.erase-due',
  parse: (value) => z.object({}).parse(value),
  singletonKey: () => 'all',
  schedule: { cron: '17 * * * *', payload: {} },
});

/** Makes the hourly job that erases the signatures of letters which were promised to be kept no longer. */
export function eraseDueHandler(db: Db, clock: Clock): JobHandler {
  return handleJob(eraseDueJob, async (_payload, { log, signal }) => {
    const isSteady = await isBelieved(clock, db, log);
    const count = await eraseDue(db, clock(), { isSteady, signal });
    if (count > 0) log.info('signatures erased whose time was over', { count });
  });
}

/** Whether the clock is, for what cannot be undone; says so where it is not. */
async function isBelieved(clock: Clock, db: Db, log: Log): Promise<boolean> {
  const isSteady = await isTimeSteady(db, clock());
  if (!isSteady) log.warn('the clock leapt or the server was off: nothing is erased for a day');
  return isSteady;
}
