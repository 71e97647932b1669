import { sql } from 'kysely';
import { asUid, readPage, type Db, type Page, type Place } from '#platform/database';
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

/**
 * The dead letters, latest first.
 *
 * @param at a place that an earlier page gave; the first page otherwise.
 */
export async function listDead(db: Db, limit = 100, at?: string): Promise<Page<DeadJob>> {
  const page = await readPage(
    at,
    limit,
    (place, most) => readDead(db, place, most),
    (row) => [row.moment, row.id],
  );
  return { ...page, rows: page.rows.map(({ moment: _, ...job }) => job) };
}

/** Every dead letter, latest first. */
export async function allDead(db: Db): Promise<readonly DeadJob[]> {
  const all: DeadJob[] = [];
  let at: string | undefined;
  do {
    const page: Page<DeadJob> = await listDead(db, 1_000, at);
    all.push(...page.rows);
    at = page.next;
  } while (at !== undefined);
  return all;
}

async function readDead(
  db: Db,
  place: Place | undefined,
  limit: number,
): Promise<(DeadJob & { moment: string })[]> {
  const isBackwards = place?.side === 'before';
  const [than, direction] = isBackwards ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  const [moment = '', id] = [place?.keys[0], asUid(place?.keys[1] ?? '')];
  if (place !== undefined && (id === null || !/^[0-9]{1,17}$/.test(moment))) return [];
  // By the moment and not by looking it up: one that was put back is no longer there.
  const beyond =
    place === undefined
      ? sql`true`
      : sql`(created_on, id) ${than} (
          timestamptz 'epoch' + ${moment}::bigint * interval '1 microsecond', ${id}::uuid)`;
  const { rows } = await sql<DeadJob & { moment: string }>`
    select id, (extract(epoch from created_on) * 1000000)::bigint::text as moment, source_name as queue, created_on as "givenUpAt",
      coalesce(source_retry_count, 0) + 1 as attempts,
      coalesce(source_output ->> 'code', 'interrupted') as code
    from pgboss.job_common
    where name = ${deadLetters} and state = 'created' and ${beyond}
    order by created_on ${direction}, id ${direction}
    limit ${limit}`.execute(db);
  return rows;
}
