import { sql, type RawBuilder } from 'kysely';
import { asUid, asUids, type Db, type Tx } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import { RecordRefusal } from '../record-refusal.ts';
import { claimViews } from './claim-views.ts';
import type { ClaimView } from './claim-view.ts';
import { isVisible } from './visible.ts';

/** Why a claim was refused, and by whom. */
export interface RefusalOfClaim {
  readonly comment: string;
  readonly by: string;
  readonly at: Date;
}

/** A claim that its author is to look at again. */
export interface ReturnedClaim {
  readonly claim: ClaimView;
  readonly refusal: RefusalOfClaim;
}

const mostReturned = 200;

// Refused, not coded anew since, and not laid aside by its author.
function returnedTo(actor: Actor): RawBuilder<unknown> {
  return sql`
    from claim c
    where c.author_id = ${actor.accountId} and c.state = 'rejected' and ${isVisible(scopesOf(actor))}
      and not exists (select from claim later where later.supersedes = c.id
        and later.state in ('proposed','accepted','superseded'))
      and not exists (select from claim_laid_aside aside where aside.claim_id = c.id)`;
}

/** What the actor wrote and a reviewer refused, the latest first; 200 at most. */
export async function returnedClaims(
  db: Db,
  actor: Actor,
  locale: Locale,
): Promise<ReturnedClaim[]> {
  const { rows } = await sql<{ uid: string }>`
    select c.uid ${returnedTo(actor)} order by c.id desc limit ${mostReturned}`.execute(db);
  const uids = rows.map((row) => row.uid);
  const [claims, refusals] = await Promise.all([
    claimViews(db, actor, uids, locale),
    refusalsOf(db, actor, uids),
  ]);
  return claims.flatMap((claim) => {
    const refusal = refusals.get(claim.uid);
    return refusal === undefined ? [] : [{ claim, refusal }];
  });
}

/** How many wait for the actor; counts no further than the list shows. */
export async function countReturned(db: Db, actor: Actor): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select ${returnedTo(actor)} limit ${mostReturned}) t`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** Why some claims stand refused, by uid; those that do not are absent. */
export async function refusalsOf(
  db: Db,
  actor: Actor,
  uids: readonly string[],
): Promise<Map<string, RefusalOfClaim>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<RefusalOfClaim & { uid: string }>`
    select c.uid, last.comment, a.name as by, last.at
    from claim c cross join lateral (
      select * from claim_step s where s.claim_id = c.id order by s.id desc limit 1
    ) last join account a on a.id = last.account_id
    where c.uid = any(${sql.val(asUids(uids))}::uuid[]) and c.state = 'rejected'
      and ${isVisible(scopesOf(actor))}`.execute(db);
  return new Map(rows.map(({ uid, ...refusal }) => [uid, refusal]));
}

/**
 * The author leaves a refused claim as it is: it is no longer returned to them.
 *
 * @throws RecordRefusal `not-found` unless it is theirs and refused.
 */
export async function layAside(tx: Tx, actor: Actor, claim: string): Promise<void> {
  const { rows } = await sql<{ claim_id: string }>`
    insert into claim_laid_aside (claim_id)
    select c.id from claim c
    where c.uid = ${asUid(claim)} and c.author_id = ${actor.accountId} and c.state = 'rejected'
      and ${isVisible(scopesOf(actor))}
    on conflict (claim_id) do update set at = now()
    returning claim_id`.execute(tx);
  if (rows.length === 0) throw new RecordRefusal({ code: 'not-found' });
}
