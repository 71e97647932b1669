import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import { claimsByUid } from './claims/claims.queries.ts';
import { viewClaims, type ClaimView } from './claims/claim-view.ts';

export interface QueueFilter {
  /** Only proposals from this source, by uid. */
  readonly source?: string;
  /** Leave out what the actor wrote: it is for others to review. */
  readonly withoutOwn?: boolean;
  readonly limit?: number;
}

/** Proposals waiting for review, the oldest passage first, so that one passage is read as a unit. */
export async function reviewQueue(
  db: Db,
  actor: Actor,
  locale: Locale,
  { source, withoutOwn = false, limit = 100 }: QueueFilter = {},
): Promise<ClaimView[]> {
  const ofSource = source === undefined ? sql`true` : sql`s.uid = ${source}`;
  const byOthers = withoutOwn ? sql`c.author_id <> ${actor.accountId}` : sql`true`;
  const { rows } = await sql<{ uid: string }>`
    select c.uid from claim c
    left join passage p on p.id = c.passage_id left join source s on s.id = p.source_id
    where c.state = 'proposed' and c.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      and ${ofSource} and ${byOthers}
    order by coalesce(c.passage_id, 0), c.id limit ${Math.min(limit, 500)}`.execute(db);
  const uids = rows.map((row) => row.uid);
  const claims = await claimsByUid(db, scopesOf(actor), uids);
  const views = await viewClaims(db, actor, claims, locale);
  const rank = new Map(uids.map((uid, index) => [uid, index]));
  return views.toSorted((a, b) => (rank.get(a.uid) ?? 0) - (rank.get(b.uid) ?? 0));
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
    where s.uid = ${sourceUid} and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
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
}

/** What happened to a claim, in order. */
export async function claimSteps(db: Db, actor: Actor, uid: string): Promise<ClaimStep[]> {
  const { rows } = await sql<ClaimStep>`
    select s.state, a.name as by, s.comment, s.at
    from claim c join claim_step s on s.claim_id = c.id join account a on a.id = s.account_id
    where c.uid = ${uid} and c.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by s.id`.execute(db);
  return rows;
}
