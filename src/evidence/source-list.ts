import { sql, type RawBuilder } from 'kysely';
import { asCount, asUid, isKeepable, readPage, type Db, type Place } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { foldForSearch } from '#platform/languages';
import type { WorkState } from './sources.ts';

export interface SourceFilter {
  readonly workState?: WorkState;
  /** `me`, `nobody`, or an account's uid. */
  readonly assignedTo?: string;
  /** Only what changed since the actor last opened it. */
  readonly changed?: boolean;
  readonly text?: string;
  /** 50 unless said, 200 at most. */
  readonly limit?: number;
  /** A place that an earlier page gave; the first page otherwise. */
  readonly at?: string;
}

export interface SourceSummary {
  readonly uid: string;
  readonly title: string;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly language: string | null;
  readonly material: string;
  readonly seen: boolean;
  readonly scopeId: number;
  readonly workState: WorkState;
  readonly assignedTo: { readonly uid: string; readonly name: string } | null;
  readonly changedAt: Date;
  readonly changedSinceLook: boolean;
  /** The furthest any of its copies has come, and why one could not be read. */
  readonly reading: string | null;
  readonly readingCode: string | null;
  readonly claims: number;
  readonly proposed: number;
}

export interface SourceList {
  readonly sources: readonly SourceSummary[];
  readonly previous: string | undefined;
  readonly next: string | undefined;
  readonly total: number;
  readonly counts: Readonly<Record<WorkState, number>>;
}

/** The inbox: sources within the actor's scopes, the last changed first. */
export async function listSources(
  db: Db,
  actor: Actor,
  filter: SourceFilter = {},
): Promise<SourceList> {
  const where = conditions(actor, filter);
  const scopes = sql.val(scopesOf(actor));
  const limit = asCount(filter.limit ?? 50, 200);
  const [page, total, counts] = await Promise.all([
    readPage(filter.at, limit, (place, most) => readSources(db, actor, where, place, most), keysOf),
    sql<{ count: number }>`
      select count(*)::int as count from source s
      left join source_look look on look.source_id = s.id and look.account_id = ${actor.accountId}
      where ${where}`.execute(db),
    sql<{ work_state: WorkState; count: number }>`
      select work_state, count(*)::int as count from source
      where scope_id = any(${scopes}::integer[]) group by work_state`.execute(db),
  ]);
  const byState = new Map(counts.rows.map((row) => [row.work_state, row.count]));
  return {
    sources: page.rows.map(({ moment: _, ...source }) => source),
    previous: page.previous,
    next: page.next,
    total: total.rows[0]?.count ?? 0,
    counts: {
      new: byState.get('new') ?? 0,
      'in-work': byState.get('in-work') ?? 0,
      done: byState.get('done') ?? 0,
    },
  };
}

interface Row extends SourceSummary {
  /** `changedAt` in microseconds, as PostgreSQL keeps it. */
  readonly moment: string;
}

const keysOf = (row: Row): readonly string[] => [row.moment, row.uid];

async function readSources(
  db: Db,
  actor: Actor,
  where: RawBuilder<unknown>,
  place: Place | undefined,
  limit: number,
): Promise<Row[]> {
  const scopes = sql.val(scopesOf(actor));
  const { beyond, direction } = inboxAt(actor, place);
  const { rows } = await sql<Row>`
    with chosen as (
      select s.* from source s
      left join source_look look on look.source_id = s.id and look.account_id = ${actor.accountId}
      where ${where} and ${beyond}
      order by s.changed_at ${direction}, s.id ${direction} limit ${limit}
    )
    select s.uid, s.title, s.publisher, s.published, s.language, s.material, s.seen,
      s.scope_id as "scopeId", s.work_state as "workState", s.changed_at as "changedAt",
      (extract(epoch from s.changed_at) * 1000000)::bigint::text as moment,
      case when a.id is null then null
        else json_build_object('uid', a.uid, 'name', a.name) end as "assignedTo",
      coalesce(look.looked_at < s.changed_at, true) as "changedSinceLook",
      k.reading, k.reading_code as "readingCode",
      coalesce(n.claims, 0) as claims, coalesce(n.proposed, 0) as proposed
    from chosen s
    left join source_look look on look.source_id = s.id and look.account_id = ${actor.accountId}
    left join account a on a.id = s.assigned_to
    left join lateral (
      select reading, reading_code from copy where source_id = s.id
      order by array_position(array['read','kept','reading','waiting','unreadable'], reading), id
      limit 1
    ) k on true
    left join lateral (
      select count(*)::int as claims,
        (count(*) filter (where c.state = 'proposed'))::int as proposed
      from passage p join claim c on c.passage_id = p.id join entity e on e.id = c.entity_id
      where p.source_id = s.id and c.state in ('proposed','accepted')
        and c.scope_id = any(${scopes}::integer[]) and e.scope_id = any(${scopes}::integer[])
    ) n on true
    order by s.changed_at ${direction}, s.id ${direction}`.execute(db);
  return rows;
}

// By the moment and not by looking it up: a source that was opened and changed meanwhile is on top now,
// and its place must stay where it was.
function inboxAt(actor: Actor, place: Place | undefined) {
  if (place === undefined) return { beyond: sql`true`, direction: sql`desc` };
  const [than, direction] = place.side === 'after' ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const [moment = '', uid] = [place.keys[0], asUid(place.keys[1] ?? '')];
  if (uid === null || !/^[0-9]{1,17}$/.test(moment)) return { beyond: sql`false`, direction };
  const beyond = sql`(s.changed_at, s.id) ${than} (
    timestamptz 'epoch' + ${moment}::bigint * interval '1 microsecond',
    (select id from source where uid = ${uid}
      and scope_id = any(${sql.val(scopesOf(actor))}::integer[])))`;
  return { beyond, direction };
}

function conditions(actor: Actor, filter: SourceFilter) {
  const all = [sql`s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`];
  if (filter.workState !== undefined) all.push(sql`s.work_state = ${filter.workState}`);
  if (filter.assignedTo === 'nobody') all.push(sql`s.assigned_to is null`);
  else if (filter.assignedTo === 'me') all.push(sql`s.assigned_to = ${actor.accountId}`);
  else if (filter.assignedTo !== undefined) {
    all.push(sql`s.assigned_to = (select id from account where uid = ${asUid(filter.assignedTo)})`);
  }
  if (filter.changed === true) all.push(sql`coalesce(look.looked_at < s.changed_at, true)`);
  const text = foldForSearch(filter.text ?? '').replaceAll(/[\\%_]/g, String.raw`\$&`);
  if (!isKeepable(text)) all.push(sql`false`);
  else if (text !== '') {
    const pattern = `%${text}%`;
    all.push(sql`(lower(s.title) like ${pattern} or lower(s.publisher) like ${pattern}
      or exists (select from unnest(s.authors) as name where lower(name) like ${pattern}))`);
  }
  return sql.join(all, sql` and `);
}
