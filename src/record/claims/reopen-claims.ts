import { sql } from 'kysely';
import { asUids, type Tx } from '#platform/database';
import { may, scopesOf, type Actor } from '#accounts';
import { reproject } from '../projection/write-projection.ts';
import { RecordRefusal } from '../record-refusal.ts';
import { maxAtOnce, refuseUnlessSayable } from './review-claims.ts';
import { isVisible } from './visible.ts';

/** How long a reviewer may take a decision of their own back, in minutes. */
export const reopenMinutes = 60;

interface DecidedClaim {
  readonly id: string;
  readonly uid: string;
  readonly entity_id: string;
  readonly scope_id: number;
  readonly state: string;
  readonly supersedes: string | null;
  /** The last step was the actor's own, within the time. */
  readonly mine: boolean;
}

/**
 * Takes decisions of review back: the claims are proposals again. Only who decided may, and only
 * within {@link reopenMinutes}; later an accepted claim is withdrawn with a reason. All or none.
 *
 * What an accepted claim had replaced stands again, in the state it had before.
 *
 * @throws RecordRefusal `not-found`, `claim-changed` (somebody acted on it since), `reopen-too-late`
 * (not one's own decision, or too long ago), with the claim in `params.claim`.
 */
export async function reopenClaims(
  tx: Tx,
  actor: Actor,
  uids: readonly string[],
  comment: string,
): Promise<void> {
  if (uids.length > maxAtOnce) {
    throw new RecordRefusal({ code: 'too-many', params: { most: maxAtOnce } });
  }
  refuseUnlessSayable(comment);
  const claims = await lockDecided(tx, actor, uids);
  for (const claim of claims) {
    const params = { claim: claim.uid };
    if (claim.state !== 'accepted' && claim.state !== 'rejected') {
      throw new RecordRefusal({ code: 'claim-changed', params });
    }
    if (!may(actor, 'claim.review', { scopeId: claim.scope_id })) {
      throw new RecordRefusal({ code: 'not-allowed', params });
    }
    if (!claim.mine) throw new RecordRefusal({ code: 'reopen-too-late', params });
  }
  const ids = claims.map((claim) => claim.id);
  await sql`
    insert into claim_step (claim_id, state, account_id, comment)
    select id, 'proposed', ${actor.accountId}, ${comment.trim()}
    from unnest(${sql.val(ids)}::bigint[]) as t(id)`.execute(tx);
  await refuseIfReplacedSince(() =>
    sql`update claim set state = 'proposed' where id = any(${sql.val(ids)}::bigint[])`.execute(tx),
  );
  await restoreReplaced(
    tx,
    actor,
    claims.filter(({ state }) => state === 'accepted').map(({ id }) => id),
  );
  await reproject(
    tx,
    claims.map((claim) => claim.entity_id),
  );
}

/**
 * Makes claims live again by `change`.
 *
 * @throws RecordRefusal `claim-changed` where what one was to replace has found another successor.
 */
export async function refuseIfReplacedSince(change: () => Promise<unknown>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (
      error instanceof Error &&
      'constraint' in error &&
      error.constraint === 'claim_one_successor'
    ) {
      throw new RecordRefusal({ code: 'claim-changed' }, { cause: error });
    }
    throw error;
  }
}

async function lockDecided(tx: Tx, actor: Actor, uids: readonly string[]): Promise<DecidedClaim[]> {
  const wanted = sql.val(asUids(uids));
  // Entities first, as every writer does.
  await sql`
    select e.id from entity e
    where e.id in (select entity_id from claim where uid = any(${wanted}::uuid[]))
    order by e.id for no key update`.execute(tx);
  const { rows } = await sql<DecidedClaim>`
    select c.id, c.uid, c.entity_id, c.scope_id, c.state, c.supersedes,
      last.account_id = ${actor.accountId}
        and last.at > now() - make_interval(mins => ${reopenMinutes}) as mine
    from claim c cross join lateral (
      select account_id, at from claim_step s where s.claim_id = c.id order by s.id desc limit 1
    ) last
    where c.uid = any(${wanted}::uuid[]) and ${isVisible(scopesOf(actor))}
    order by c.id for no key update of c`.execute(tx);
  if (rows.length < new Set(uids).size) throw new RecordRefusal({ code: 'not-found' });
  return rows;
}

// What the acceptance itself retired, told by its moment; a mere proposal that had been replaced
// before stays replaced.
async function restoreReplaced(tx: Tx, actor: Actor, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    with recursive earlier as (
      select c.supersedes as id, accepted.at from claim c
      cross join lateral (
        select s.at from claim_step s where s.claim_id = c.id and s.state = 'accepted'
        order by s.id desc limit 1
      ) accepted
      where c.id = any(${sql.val(ids)}::bigint[]) and c.supersedes is not null
      union
      select c.supersedes, e.at from earlier e join claim c on c.id = e.id
      where c.supersedes is not null
    ), before as (
      select distinct on (s.claim_id) s.claim_id, s.state
      from earlier e join claim c on c.id = e.id and c.state = 'superseded'
      join lateral (
        select l.at from claim_step l where l.claim_id = c.id order by l.id desc limit 1
      ) retired on retired.at = e.at
      join claim_step s on s.claim_id = c.id and s.state <> 'superseded'
      order by s.claim_id, s.id desc
    ), told as (
      insert into claim_step (claim_id, state, account_id)
      select claim_id, state, ${actor.accountId} from before
    )
    update claim c set state = before.state from before where c.id = before.claim_id`.execute(tx);
}
