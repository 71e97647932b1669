import { sql } from 'kysely';
import { asCount, asUid, readPage, type Db, type Page, type Place } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import { claimViews } from './claims/claim-views.ts';
import { claimsByUid } from './claims/claims.queries.ts';
import { viewClaims, type ClaimView } from './claims/claim-view.ts';
import { reopenMinutes } from './claims/reopen-claims.ts';
import { isVisible } from './claims/visible.ts';
import { asInstant, type Instant } from './instant.ts';

export interface QueueFilter {
  /** Only proposals from this source, by uid. */
  readonly source?: string;
  /** Only what this person wrote, by uid. */
  readonly author?: string;
  /** Leave out what the actor wrote: it is for others to review. */
  readonly withoutOwn?: boolean;
  readonly limit?: number;
  /** A place that an earlier page gave; the first page otherwise. */
  readonly at?: string;
}

/** Proposals waiting for review, the oldest passage first, so that one passage is read as a unit. */
export async function reviewQueue(
  db: Db,
  actor: Actor,
  locale: Locale,
  filter: QueueFilter = {},
): Promise<Page<ClaimView>> {
  const { limit = 100, at } = filter;
  const page = await readPage(
    at,
    asCount(limit, 500),
    async (place, most) => {
      const { beyond, direction } = queueAt(actor, place);
      const { rows } = await sql<{ uid: string }>`
        select c.uid ${waiting(actor, filter)} and ${beyond}
        order by coalesce(c.passage_id, 0) ${direction}, c.id ${direction}
        limit ${most}`.execute(db);
      return rows.map((row) => row.uid);
    },
    (uid) => [uid],
  );
  return { ...page, rows: await claimViews(db, actor, page.rows, locale) };
}

// A claim keeps its passage and its id for ever: a place stays where it is when it was decided.
function queueAt(actor: Actor, place: Place | undefined) {
  if (place === undefined) return { beyond: sql`true`, direction: sql`asc` };
  const [than, direction] = place.side === 'after' ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  const beyond = sql`(coalesce(c.passage_id, 0), c.id) ${than} (
    select coalesce(b.passage_id, 0), b.id from claim b
    where b.uid = ${asUid(place.keys[0] ?? '')}
      and b.scope_id = any(${sql.val(scopesOf(actor))}::integer[]))`;
  return { beyond, direction };
}

function waiting(actor: Actor, filter: QueueFilter) {
  return sql`
    from claim c join account a on a.id = c.author_id
    left join passage p on p.id = c.passage_id left join source s on s.id = p.source_id
    where c.state = 'proposed' and ${isVisible(scopesOf(actor))} and ${fits(actor, filter)}`;
}

function fits(actor: Actor, { source, author, withoutOwn = false }: QueueFilter) {
  const all = [sql`true`];
  if (source !== undefined) all.push(sql`coalesce(s.uid = ${asUid(source)}, false)`);
  if (author !== undefined) all.push(sql`a.uid = ${asUid(author)}`);
  if (withoutOwn) all.push(sql`c.author_id <> ${actor.accountId}`);
  return sql.join(all, sql` and `);
}

/** How far the review has come, and by what the queue can be narrowed. */
export interface QueueProgress {
  /** Proposals that fit the filter. */
  readonly waiting: number;
  /** What the actor decided since midnight UTC. */
  readonly decidedToday: number;
  readonly sources: readonly { readonly uid: string; readonly title: string; readonly n: number }[];
  readonly authors: readonly { readonly uid: string; readonly name: string; readonly n: number }[];
}

export async function queueProgress(
  db: Db,
  actor: Actor,
  filter: QueueFilter = {},
): Promise<QueueProgress> {
  const [queue, decided] = await Promise.all([
    // One pass over the queue for all three.
    sql<Omit<QueueProgress, 'decidedToday'>>`
      with queue as materialized (
        select a.id as author_id, s.id as source_id, s.scope_id as source_scope,
          ${fits(actor, filter)} as fits
        ${waiting(actor, {})}
      )
      select (select count(*)::int from queue where fits) as waiting,
        (select coalesce(json_agg(one), '[]') from (
          select s.uid, s.title, q.n from (
            select source_id, count(*)::int as n from queue
            where source_scope = any(${sql.val(scopesOf(actor))}::integer[])
            group by source_id order by n desc, source_id limit 100
          ) q join source s on s.id = q.source_id order by q.n desc, s.id
        ) one) as sources,
        (select coalesce(json_agg(one), '[]') from (
          select a.uid, a.name, q.n from (
            select author_id, count(*)::int as n from queue group by author_id
          ) q join account a on a.id = q.author_id order by a.name
        ) one) as authors`.execute(db),
    sql<{ n: number }>`
      select count(distinct c.id)::int as n
      from claim_step s join claim c on c.id = s.claim_id and c.state = s.state
      where s.account_id = ${actor.accountId} and s.state in ('accepted','rejected')
        and s.at >= date_trunc('day', now(), 'UTC')`.execute(db),
  ]);
  const { waiting: count = 0, sources = [], authors = [] } = queue.rows[0] ?? {};
  return { waiting: count, decidedToday: decided.rows[0]?.n ?? 0, sources, authors };
}

/**
 * Decisions the actor made a moment ago and may still take back, the latest first. Claims that were
 * decided on together stand together, in the order of the queue: what came of one press.
 */
export async function reopenable(db: Db, actor: Actor, locale: Locale): Promise<ClaimView[][]> {
  // With ties, so that the last of many is not torn apart.
  const { rows } = await sql<{ uid: string; at: Instant }>`
    select d.uid, ${asInstant('d.at')} as at from (
      select c.uid, s.id, s.at from claim_step s join claim c on c.id = s.claim_id and c.state = s.state
      where s.account_id = ${actor.accountId} and s.state in ('accepted','rejected')
        and s.at > now() - make_interval(mins => ${reopenMinutes})
        and ${isVisible(scopesOf(actor))}
        and not exists (
          select from claim_step later where later.claim_id = s.claim_id and later.id > s.id)
      order by s.at desc fetch first 50 rows with ties
    ) d
    order by d.at desc, d.id`.execute(db);
  const views = await claimViews(
    db,
    actor,
    rows.map((row) => row.uid),
    locale,
  );
  const momentOf = new Map(rows.map((row) => [row.uid, row.at]));
  return [...Map.groupBy(views, ({ uid }) => momentOf.get(uid)).values()];
}

/** Claims that rest on the passages of one source, live ones only; for the coding page. */
export async function claimsFromSource(
  db: Db,
  actor: Actor,
  sourceUid: string,
  locale: Locale,
): Promise<ClaimView[]> {
  const { rows } = await sql<{ uid: string }>`
    select c.uid from source s join passage p on p.source_id = s.id
    join claim c on c.passage_id = p.id
    where s.uid = ${asUid(sourceUid)} and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      and c.state in ('proposed','accepted','rejected')
    order by c.id limit 2000`.execute(db);
  const claims = await claimsByUid(
    db,
    scopesOf(actor),
    rows.map((row) => row.uid),
  );
  return viewClaims(db, actor, claims, locale);
}

export interface ClaimStep {
  readonly state: string;
  readonly by: string;
  readonly comment: string;
  readonly at: Date;
  /** The same to the microsecond, to show the record as of it. */
  readonly instant: Instant;
}

/** What happened to a claim, in order. */
export async function claimSteps(db: Db, actor: Actor, uid: string): Promise<ClaimStep[]> {
  const { rows } = await sql<ClaimStep>`
    select s.state, a.name as by, s.comment, s.at,
      ${asInstant('s.at')} as instant
    from claim c join claim_step s on s.claim_id = c.id join account a on a.id = s.account_id
    where c.uid = ${asUid(uid)} and ${isVisible(scopesOf(actor))}
    order by s.id`.execute(db);
  return rows;
}
