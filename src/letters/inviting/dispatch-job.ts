import { z } from 'zod';
import { declareJob } from '#platform/jobs';

/** Mails the invitations and reminders that are due, some at a time. */
export const dispatchJob = declareJob({
  name: 'letters.dispatch-invitations',
  parse: (value) => z.object({}).parse(value),
  singletonKey: () => 'all',
  schedule: { cron: '*/10 * * * *', payload: {} },
});
