import { sql } from 'kysely';
import { publicRevision } from '#editions';
import type { Db } from '#platform/database';
import { hasDueDates, keepCampaignDates } from './campaign-dates.ts';
import { dueEmbargoes, endEmbargo } from './embargo.ts';
import { noteMilestones } from './milestones.ts';
import { noteChanges } from './note-changes.ts';

/** What was seen the last time, so that nothing is compared that did not change. */
export interface CourseMemory {
  revision: number;
}

/**
 * Does what is due by the clock: publications whose minute has come, signing that opens or closes; and
 * notes milestones, and what changed under public letters. Everything that came due while no process
 * ran is done by the first that runs. Any number of processes may do this at once.
 *
 * @param onError told of each thing that could not be done; the others are done all the same.
 */
export async function runCourse(
  db: Db,
  now: Date,
  memory: CourseMemory,
  onError: (error: unknown) => void,
): Promise<void> {
  for (const id of await dueEmbargoes(db, now)) {
    // One that cannot be published now must not keep the others waiting.
    await db
      .transaction()
      .execute((tx) => endEmbargo(tx, id, now))
      .catch(async (error: unknown) => {
        onError(error);
        await stopBroken(db, id, now, error);
      });
  }
  if (await hasDueDates(db, now)) {
    await db.transaction().execute((tx) => keepCampaignDates(tx, now));
  }
  await noteMilestones(db, now);
  const revision = await publicRevision(db);
  if (revision === memory.revision) return;
  await noteChanges(db, now);
  memory.revision = revision;
}

// What was taken back since it was decided on is never published by that decision: trying again each
// second would change nothing. Anything else may be over in a moment.
async function stopBroken(db: Db, id: string, now: Date, error: unknown): Promise<void> {
  const isLost = error instanceof Error && 'code' in error && error.code === 'decision-changed';
  if (!isLost) return;
  await sql`
    update letter_embargo set state = 'stopped', ended_at = ${now}
    where id = ${id} and state = 'waiting'`.execute(db);
}
