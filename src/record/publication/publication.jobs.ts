import { z } from 'zod';
import type { Db } from '#platform/database';
import { declareJob, handleJob, type JobHandler } from '#platform/jobs';
import { indexEditionWords } from '../traces/edition-words.ts';
import { settleStaleEditions } from './settle-stale-editions.ts';

const compareJob = declareJob({
  name: 'publication.compare',
  parse: (value) => z.object({}).parse(value),
  singletonKey: () => 'all',
  schedule: { cron: '* * * * *', payload: {} },
});

/**
 * Makes the job that compares editions with the record, every minute, where something they say has
 * changed: so that the number of those to look at tells of differences readers see.
 */
export function compareEditionsHandler(db: Db): JobHandler {
  return handleJob(compareJob, async (_payload, { signal }) => {
    while (!signal.aborted && (await settleStaleEditions(db)) > 0);
    // Of editions from before there was such an index.
    while (!signal.aborted && (await indexEditionWords(db)) > 0);
  });
}
