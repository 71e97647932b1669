import { sql } from 'kysely';
import { asCount, asUid, isKeepable, type Db } from '#platform/database';
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
  readonly offset?: number;
  readonly limit?: number;
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
    sql<SourceSummary>`
      with chosen as (
        select s.* from source s
        left join source_look look on look.source_id = s.id and look.account_id = ${actor.accountId}
        where ${where}
        order by s.changed_at desc, s.id desc limit ${limit} offset ${asCount(filter.offset ?? 0, 1e9)}
      )
      select s.uid, s.title, s.publisher, s.published, s.language, s.material, s.seen,
        s.scope_id as "scopeId", s.work_state as "workState", s.changed_at as "changedAt",
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
      order by s.changed_at desc, s.id desc`.execute(db),
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
    sources: page.rows,
    total: total.rows[0]?.count ?? 0,
    counts: {
      new: byState.get('new') ?? 0,
      'in-work': byState.get('in-work') ?? 0,
      done: byState.get('done') ?? 0,
    },
  };
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
