import { z } from 'zod';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/database';
import { declareJob, enqueueAll, handleJob, type JobHandler } from '#platform/jobs';
import type { Mailer } from '#platform/mail';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { dueUpdates, sendSlice } from './send-slice.ts';

const findDue = declareJob({
  name: 'letters.updates',
  parse: (value) => z.object({}).parse(value),
  singletonKey: () => 'all',
  schedule: { cron: '* * * * *', payload: {} },
});

// A slice that was given up is found due again at the next minute.
const slice = declareJob({
  name: 'letters.update-slice',
  parse: (value) => z.object({ update: z.uuid() }).parse(value),
  singletonKey: ({ update }) => update,
  retryLimit: 1,
});

/** Makes the jobs that send mails to signers: one looks each minute what is due, one sends a slice. */
export function updateHandlers({
  db,
  clock,
  ...means
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly sealer: LetterSealer;
  readonly mailer: Pick<Mailer, 'sendAll'>;
}): JobHandler[] {
  return [
    handleJob(findDue, async () => {
      const due = await dueUpdates(db, clock());
      const payloads = due.map((update) => ({ update }));
      await db.transaction().execute((tx) => enqueueAll(tx, slice, payloads));
    }),
    handleJob(slice, async ({ update }, { log }) => {
      const count = await db.transaction().execute((tx) => sendSlice(tx, means, update, clock()));
      if (count > 0) log.info('mails to signers on their way', { count });
    }),
  ];
}
