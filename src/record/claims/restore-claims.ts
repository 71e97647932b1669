import { sql } from 'kysely';
import { asUid, asUids, type Db, type Tx } from '#platform/database';
import { may, scopesOf, type Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import { reproject } from '../projection/write-projection.ts';
import { RecordRefusal } from '../record-refusal.ts';
import { claimViews } from './claim-views.ts';
import type { ClaimView } from './claim-view.ts';
import { refuseIfReplacedSince, reopenMinutes } from './reopen-claims.ts';
import { maxAtOnce } from './review-claims.ts';
import { isVisible } from './visible.ts';

/** What somebody may want to withdraw at once; one of the two. */
export interface WithdrawFilter {
  /** What is said of this entity, and what points to it; by uid. */
  readonly entity?: string;
  /** What rests on the words of this source; by uid. */
  readonly source?: string;
}

/**
 * Claims of one entity or source that the actor may withdraw, the oldest first: accepted ones for who
 * reviews, else one's own proposals. At most as many as `decideClaims` takes at once.
 */
export async function withdrawable(
  db: Db,
  actor: Actor,
  locale: Locale,
  { entity, source }: WithdrawFilter,
): Promise<ClaimView[]> {
  const accepted = may(actor, 'claim.withdraw') ? sql`c.state = 'accepted'` : sql`false`;
  const own = sql`c.state = 'proposed' and c.author_id = ${actor.accountId}`;
  const about =
    entity === undefined
      ? sql`c.passage_id in (select p.id from passage p join source s on s.id = p.source_id
          where s.uid = ${asUid(source ?? '')})`
      : sql`c.id in (
          select about.id from entity e join claim about on about.entity_id = e.id
          where e.uid = ${asUid(entity)}
          union all
          select naming.id from entity e join claim naming on naming.value_entity_id = e.id
          where e.uid = ${asUid(entity)})`;
  const { rows } = await sql<{ uid: string }>`
    select c.uid from claim c
    where ${about} and (${accepted} or ${own}) and ${isVisible(scopesOf(actor))}
    order by c.id limit ${maxAtOnce}`.execute(db);
  return claimViews(
    db,
    actor,
    rows.map((row) => row.uid),
    locale,
  );
}

/** What the actor withdrew within {@link reopenMinutes} and may still bring back, the latest first. */
export async function restorable(db: Db, actor: Actor, locale: Locale): Promise<ClaimView[]> {
  const { rows } = await sql<{ uid: string }>`
    select c.uid from claim_step s join claim c on c.id = s.claim_id and c.state = s.state
    where s.account_id = ${actor.accountId} and s.state = 'withdrawn'
      and s.at > now() - make_interval(mins => ${reopenMinutes})
      and ${isVisible(scopesOf(actor))}
      and not exists (select from claim_step later where later.claim_id = s.claim_id and later.id > s.id)
    order by s.id desc limit ${maxAtOnce}`.execute(db);
  return claimViews(
    db,
    actor,
    rows.map((row) => row.uid),
    locale,
  );
}

interface WithdrawnClaim {
  readonly id: string;
  readonly uid: string;
  readonly entity_id: string;
  readonly state: string;
  /** The state it had before. */
  readonly before: string | null;
  readonly mine: boolean;
}

/**
 * Brings withdrawn claims back to the state they had. Only who withdrew them may, and only within
 * {@link reopenMinutes}. All or none.
 *
 * @throws RecordRefusal `not-found`, `too-many`, `claim-changed` (it is not withdrawn, or what it was
 * to replace has another successor), `restore-too-late`, with the claim in `params.claim`.
 */
export async function restoreClaims(tx: Tx, actor: Actor, uids: readonly string[]): Promise<void> {
  if (uids.length > maxAtOnce) {
    throw new RecordRefusal({ code: 'too-many', params: { most: maxAtOnce } });
  }
  const claims = await lockWithdrawn(tx, actor, uids);
  for (const claim of claims) {
    const params = { claim: claim.uid };
    if (claim.state !== 'withdrawn' || claim.before === null) {
      throw new RecordRefusal({ code: 'claim-changed', params });
    }
    if (!claim.mine) throw new RecordRefusal({ code: 'restore-too-late', params });
  }
  const rows = JSON.stringify(claims.map(({ id, before }) => ({ id, before })));
  const given = sql`jsonb_to_recordset(${rows}::jsonb) as r(id bigint, before text)`;
  await sql`
    insert into claim_step (claim_id, state, account_id)
    select r.id, r.before, ${actor.accountId} from ${given}`.execute(tx);
  await refuseIfReplacedSince(() =>
    sql`update claim c set state = r.before from ${given} where c.id = r.id`.execute(tx),
  );
  await reproject(
    tx,
    claims.map((claim) => claim.entity_id),
  );
}

async function lockWithdrawn(
  tx: Tx,
  actor: Actor,
  uids: readonly string[],
): Promise<WithdrawnClaim[]> {
  const wanted = sql.val(asUids(uids));
  // Entities first, as every writer does.
  await sql`
    select e.id from entity e
    where e.id in (select entity_id from claim where uid = any(${wanted}::uuid[]))
    order by e.id for no key update`.execute(tx);
  const { rows } = await sql<WithdrawnClaim>`
    select c.id, c.uid, c.entity_id, c.state, last.states[2] as before,
      last.people[1] = ${actor.accountId}
        and last.moment > now() - make_interval(mins => ${reopenMinutes}) as mine
    from claim c cross join lateral (
      select array_agg(state order by id desc) as states, max(at) as moment,
        array_agg(account_id order by id desc) as people
      from (select * from claim_step where claim_id = c.id order by id desc limit 2) s
    ) last
    where c.uid = any(${wanted}::uuid[]) and ${isVisible(scopesOf(actor))}
    order by c.id for no key update of c`.execute(tx);
  if (rows.length < new Set(asUids(uids)).size) throw new RecordRefusal({ code: 'not-found' });
  return rows;
}
