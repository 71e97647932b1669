import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { deadLetters } from './job.ts';

/** One queue as the operator sees it. */
export interface QueueOverview {
  readonly name: string;
  /** Not begun, those for later included. */
  readonly waiting: number;
  readonly active: number;
  /** Failed, and to be tried again. */
  readonly failed: number;
  /** Given up, until someone puts them back. */
  readonly dead: number;
  /** Since when the longest waiting one could run; absent when none waits. */
  readonly waitingSince?: Date;
  /** Code of the latest failure of those still in the queue; `interrupted` when the process was cut off. */
  readonly lastCode?: string;
}

export interface DeadJob {
  readonly id: string;
  readonly queue: string;
  readonly givenUpAt: Date;
  readonly attempts: number;
  readonly code: string;
}

/** Counts per queue, in the order of their names. Never a payload. */
export async function listJobs(db: Db): Promise<readonly QueueOverview[]> {
  const { rows } = await sql<Counted>`
    select q.name,
      count(*) filter (where j.state = 'created' and not j.dead)::int as waiting,
      count(*) filter (where j.state = 'active')::int as active,
      count(*) filter (where j.state = 'retry')::int as failed,
      count(*) filter (where j.dead)::int as dead,
      min(j.start_after) filter (
        where j.state in ('created', 'retry') and not j.dead and j.start_after <= now()
      ) as "waitingSince",
      (array_agg(coalesce(j.code, 'interrupted') order by j.at desc)
        filter (where j."hasFailed"))[1] as "lastCode"
    from pgboss.queue q
    left join (
      select coalesce(source_name, name) as queue, name = ${deadLetters} as dead, state::text,
        start_after, coalesce(source_output, output) ->> 'code' as code,
        coalesce(source_output, output) is not null as "hasFailed",
        coalesce(completed_on, started_on, created_on) as at
      from pgboss.job_common
      where state <= 'active' or state = 'failed'
    ) j on j.queue = q.name
    where q.name <> ${deadLetters} and q.name not like '\\_\\_pgboss%'
    group by q.name
    order by q.name`.execute(db);
  return rows.map(({ waitingSince, lastCode, ...counts }) => ({
    ...counts,
    ...(waitingSince !== null && { waitingSince }),
    ...(lastCode !== null && { lastCode }),
  }));
}

interface Counted extends Omit<QueueOverview, 'waitingSince' | 'lastCode'> {
  readonly waitingSince: Date | null;
  readonly lastCode: string | null;
}

/** The dead letters, latest first. */
export async function listDead(db: Db, limit = 100): Promise<readonly DeadJob[]> {
  const { rows } = await sql<DeadJob>`
    select id, source_name as queue, created_on as "givenUpAt",
      coalesce(source_retry_count, 0) + 1 as attempts,
      coalesce(source_output ->> 'code', 'interrupted') as code
    from pgboss.job_common
    where name = ${deadLetters} and state = 'created'
    order by created_on desc, id
    limit ${limit}`.execute(db);
  return rows;
}
