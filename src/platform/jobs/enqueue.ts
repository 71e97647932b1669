import { fromKysely } from 'pg-boss';
// pg-boss's own insert, taken by itself: its `send` needs a started instance, which every operation
// that enqueues would otherwise have to be handed. The exact version is pinned and a test covers it.
import { insertJobs } from 'pg-boss/dist/plans.js';
import { sql } from 'kysely';
import { withKeptPlan, type Tx } from '#platform/database';
import { assertIdsOnly, type Job, type JobPayload } from './job.ts';

/** The schema pg-boss keeps its tables in. */
export const jobSchema = 'pgboss';

export interface EnqueueOptions {
  /** Not before this moment. */
  readonly startAfter?: Date;
}

/**
 * Puts a job on its queue within the transaction: it exists if, and only if, the transaction commits,
 * and workers are woken at that moment.
 *
 * @returns the job's id, or undefined when one with the same singleton key already waits.
 * @throws RangeError when the payload holds anything but ids.
 * @throws when the queue is not there: `prepareJobs` or `startJobs` makes it.
 */
export async function enqueue<Payload extends JobPayload>(
  tx: Tx,
  job: Job<Payload>,
  payload: Payload,
  options: EnqueueOptions = {},
): Promise<string | undefined> {
  const singletonKey = job.singletonKey?.(payload) ?? null;
  assertIdsOnly(payload);
  assertIdsOnly({ singletonKey });
  // `job_common` holds every queue that has no partition of its own, and ours have none.
  const text = insertJobs(jobSchema, { table: 'job_common', name: job.name, notify: true });
  const row = { name: job.name, data: payload, singletonKey, startAfter: options.startAfter };
  const { rows } = await fromKysely(tx).executeSql(withKeptPlan(text), [JSON.stringify([row])]);
  const [inserted] = rows as { id: string }[];
  if (inserted === undefined) await assertQueue(tx, job.name);
  return inserted?.id;
}

/**
 * The same for many jobs in one statement.
 *
 * @returns how many wait now that did not before.
 * @throws as `enqueue`.
 */
export async function enqueueAll<Payload extends JobPayload>(
  tx: Tx,
  job: Job<Payload>,
  payloads: readonly Payload[],
): Promise<number> {
  if (payloads.length === 0) return 0;
  const waiting = payloads.map((payload) => {
    const singletonKey = job.singletonKey?.(payload) ?? null;
    assertIdsOnly(payload);
    assertIdsOnly({ singletonKey });
    return { name: job.name, data: payload, singletonKey };
  });
  const text = insertJobs(jobSchema, { table: 'job_common', name: job.name, notify: true });
  const { rows } = await fromKysely(tx).executeSql(withKeptPlan(text), [JSON.stringify(waiting)]);
  if (rows.length === 0) await assertQueue(tx, job.name);
  return rows.length;
}

// The insert joins the queue's settings, so without a queue it inserts nothing and says nothing.
async function assertQueue(tx: Tx, name: string): Promise<void> {
  const { rows } = await sql`select 1 from pgboss.queue where name = ${name}`.execute(tx);
  if (rows.length === 0) throw new Error('This queue is not there; jobs must be prepared first');
}
