import { sql } from 'kysely';
import { asUids, isKeepable, type Tx } from '#platform/database';
import { may, scopesOf, type Actor } from '#accounts';
import { reproject } from '../projection/write-projection.ts';
import { RecordRefusal, type RecordCode } from '../record-refusal.ts';
import type { ClaimState } from './claim.ts';
import { isVisible } from './visible.ts';

/** What a reviewer may say of a proposal, and its author or a reviewer of an accepted claim. */
export type Verdict = 'accepted' | 'rejected' | 'withdrawn';

interface ReviewedClaim {
  readonly id: string;
  readonly uid: string;
  readonly entity_id: string;
  readonly author_id: string;
  readonly scope_id: number;
  readonly state: ClaimState;
  readonly supersedes: string | null;
}

/** How many claims are decided on at once. */
export const maxAtOnce = 500;
const longestComment = 5_000;

/** @throws RecordRefusal for a comment that is too long or cannot be kept. */
export function refuseUnlessSayable(comment: string): void {
  if (comment.length > longestComment) {
    const params = { most: longestComment };
    throw new RecordRefusal({ code: 'value-too-long', field: 'comment', params });
  }
  if (!isKeepable(comment)) throw new RecordRefusal({ code: 'bad-characters', field: 'comment' });
}

/**
 * Decides on claims: accepts or rejects proposals, or withdraws what was accepted. All or none: one
 * that cannot be decided refuses the whole set, naming it in `params.claim`.
 *
 * Accepting a claim that replaces another retires that other in the same moment.
 *
 * @param comment required to reject and to withdraw: the author must learn why.
 */
export async function decideClaims(
  tx: Tx,
  actor: Actor,
  uids: readonly string[],
  verdict: Verdict,
  comment: string,
  options: { readonly singlePerson: boolean } = { singlePerson: false },
): Promise<void> {
  const said = comment.trim();
  if (verdict !== 'accepted' && said === '') {
    throw new RecordRefusal({ code: 'comment-missing', field: 'comment' });
  }
  if (uids.length > maxAtOnce) {
    throw new RecordRefusal({ code: 'too-many', params: { most: maxAtOnce } });
  }
  refuseUnlessSayable(said);
  const claims = await lockClaims(tx, actor, uids);
  for (const claim of claims) refuseUnlessAllowed(actor, claim, verdict, options.singlePerson);
  await moveClaims(tx, actor, claims, verdict, said);
  await reproject(
    tx,
    claims.map((claim) => claim.entity_id),
  );
}

async function lockClaims(tx: Tx, actor: Actor, uids: readonly string[]): Promise<ReviewedClaim[]> {
  const wanted = new Set(uids);
  // Entities first, as every writer does, so that a reviewer and a documenter never deadlock.
  await sql`
    select e.id from entity e
    where e.id in (select entity_id from claim where uid = any(${sql.val(asUids(wanted))}::uuid[]))
    order by e.id for no key update`.execute(tx);
  const { rows } = await sql<ReviewedClaim>`
    select c.id, c.uid, c.entity_id, c.author_id, c.scope_id, c.state, c.supersedes from claim c
    where c.uid = any(${sql.val(asUids(wanted))}::uuid[]) and ${isVisible(scopesOf(actor))}
    order by c.id for no key update`.execute(tx);
  if (rows.length < wanted.size) throw new RecordRefusal({ code: 'not-found' });
  return rows;
}

function refuseUnlessAllowed(
  actor: Actor,
  claim: ReviewedClaim,
  verdict: Verdict,
  singlePerson: boolean,
): void {
  const refuse = (code: RecordCode) => {
    throw new RecordRefusal({ code, params: { claim: claim.uid } });
  };
  const facts = { scopeId: claim.scope_id, authorId: claim.author_id, singlePerson };
  if (verdict === 'withdrawn') {
    if (claim.state !== 'accepted' && claim.state !== 'proposed') refuse('claim-not-live');
    const own = claim.author_id === actor.accountId;
    // One's own proposal may be taken back; what was accepted takes someone who reviews.
    const allowed = claim.state === 'proposed' ? own : may(actor, 'claim.withdraw', facts);
    if (!allowed) refuse('not-allowed');
    return;
  }
  if (claim.state !== 'proposed') refuse('claim-changed');
  if (!may(actor, 'claim.review', facts)) {
    const isOwn = claim.author_id === actor.accountId && may(actor, 'claim.review');
    refuse(isOwn ? 'own-claim' : 'not-allowed');
  }
}

async function moveClaims(
  tx: Tx,
  actor: Actor,
  claims: readonly ReviewedClaim[],
  verdict: Verdict,
  comment: string,
): Promise<void> {
  const ids = claims.map((claim) => claim.id);
  await sql`
    insert into claim_step (claim_id, state, account_id, comment)
    select id, ${verdict}, ${actor.accountId}, ${comment}
    from unnest(${sql.val(ids)}::bigint[]) as t(id)`.execute(tx);
  const replaced = claims.map((claim) => claim.supersedes).filter((id) => id !== null);
  if (verdict === 'accepted' && replaced.length > 0) {
    // A correction of a correction that was never accepted replaces what the first one was to replace.
    await sql`
      with recursive earlier as (
        select id, supersedes from claim where id = any(${sql.val(replaced)}::bigint[])
        union
        select c.id, c.supersedes from earlier e join claim c on c.id = e.supersedes
      ), retired as (
        update claim set state = 'superseded'
        where id in (select id from earlier) and state in ('proposed','accepted')
        returning id
      )
      insert into claim_step (claim_id, state, account_id)
      select id, 'superseded', ${actor.accountId} from retired`.execute(tx);
  }
  await sql`update claim set state = ${verdict} where id = any(${sql.val(ids)}::bigint[])`.execute(
    tx,
  );
}
