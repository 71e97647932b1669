import { sql } from 'kysely';
import { isDemonstration, markDemonstration } from '#editions';
import type { BlobStore } from '#platform/blobs';
import type { Db, Tx } from '#platform/database';
import { sources } from './facts/sources.ts';
import { loadRecord } from './load-record.ts';
import { loadSources } from './load-sources.ts';
import { loadTeam } from './load-team.ts';
import { publicationSteps, publishSample } from './publish-sample.ts';
import { SampleRefusal } from './sample-refusal.ts';

/** How far the loading is. */
export interface SampleProgress {
  readonly done: number;
  readonly total: number;
}

const recordSteps = 1;

/**
 * Fills an empty instance with a sample and marks it a demonstration for ever, in one transaction:
 * either all of it is there or nothing. The queues of jobs must have been prepared.
 *
 * @throws SampleRefusal unless there is nothing here but at most one person's account.
 */
export async function loadSample(
  db: Db,
  blobs: BlobStore,
  onProgress: (progress: SampleProgress) => void = () => {},
): Promise<void> {
  const total = sources.length + recordSteps + publicationSteps;
  let done = 0;
  const step = () => onProgress({ done: (done += 1), total });
  await db.transaction().execute(async (tx) => {
    await refuseUnlessEmpty(tx);
    const team = await loadTeam(tx);
    const evidence = await loadSources(tx, blobs, team, step);
    const record = await loadRecord(tx, team, evidence);
    step();
    await publishSample(tx, team, record, step);
    await markDemonstration(tx);
  });
}

// Locks out whoever would add something in the meantime: the mark is for ever.
async function refuseUnlessEmpty(tx: Tx): Promise<void> {
  await sql`lock table source, entity, decision in share row exclusive mode`.execute(tx);
  if (await isDemonstration(tx)) throw new SampleRefusal({ code: 'sample-already' });
  const { rows } = await sql<{ things: boolean; people: boolean }>`
    select exists (select from source) or exists (select from entity)
        or exists (select from decision) as things,
      (select count(*) from account) + (select count(*) from invitation) > 1 as people`.execute(tx);
  if (rows[0]?.things === true) throw new SampleRefusal({ code: 'sample-not-empty' });
  if (rows[0]?.people === true) throw new SampleRefusal({ code: 'sample-people-here' });
}
