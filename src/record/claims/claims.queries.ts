import { sql } from 'kysely';
import { asUids, type Db } from '#platform/database';
import type { Instant } from '../instant.ts';
import { isVisible } from './visible.ts';
import type { Basis, Claim, ClaimState, Link } from './claim.ts';

// The state of each claim as of a moment is its last step before it; "now" needs no look-up.
interface ClaimRow {
  id: string;
  uid: string;
  entity_id: string;
  property: string;
  value: string;
  value_entity_id: string | null;
  measure: Claim['measure'];
  value_from: string | null;
  value_to: string | null;
  language: string | null;
  original: string | null;
  passage_id: string | null;
  basis: string;
  reason: string;
  certainty: string;
  valid: string | null;
  scope_id: number;
  author_id: string;
  created_at: Date;
  supersedes: string | null;
  state: string;
  source_id: string | null;
  chain: Link[] | null;
}

const claimColumns = sql`
  c.id, c.uid, c.entity_id, c.property, c.value, c.value_entity_id, c.measure, c.value_from,
  c.value_to, c.language, c.original, c.passage_id, c.basis, c.reason, c.certainty, c.valid,
  c.scope_id, c.author_id, c.created_at, c.supersedes, p.source_id,
  (select json_agg(json_build_object('entityId', a.entity_id::text, 'sourceId', a.source_id::text,
     'label', a.label, 'seen', a.seen) order by a.position)
   from attribution a where a.claim_id = c.id) as chain`;

/** Live claims (proposed or accepted) of some entities, those of all scopes. For the projection. */
export async function liveClaimsOf(db: Db, entityIds: readonly string[]): Promise<Claim[]> {
  const { rows } = await sql<ClaimRow>`
    select ${claimColumns}, c.state
    from claim c left join passage p on p.id = c.passage_id
    where c.entity_id = any(${sql.val(entityIds)}::bigint[])
      and c.state in ('proposed','accepted')
    order by c.id`.execute(db);
  return rows.map(toClaim);
}

/** Every claim ever made about some entities within the scopes, whatever its state; oldest first. */
export async function claimsOf(
  db: Db,
  scopes: readonly number[],
  entityIds: readonly string[],
): Promise<Claim[]> {
  const { rows } = await sql<ClaimRow>`
    select ${claimColumns}, c.state
    from claim c left join passage p on p.id = c.passage_id
    where c.entity_id = any(${sql.val(entityIds)}::bigint[])
      and ${isVisible(scopes)}
    order by c.id`.execute(db);
  return rows.map(toClaim);
}

/** Claims by their uids, within the scopes; those not visible are simply absent. */
export async function claimsByUid(
  db: Db,
  scopes: readonly number[],
  uids: readonly string[],
): Promise<Claim[]> {
  const { rows } = await sql<ClaimRow>`
    select ${claimColumns}, c.state
    from claim c left join passage p on p.id = c.passage_id
    where c.uid = any(${sql.val(asUids(uids))}::uuid[])
      and ${isVisible(scopes)}
    order by c.id`.execute(db);
  return rows.map(toClaim);
}

/**
 * The live claims about some entities as they stood at a moment: made by then, and in the state
 * their last step until it gave them, that of the moment itself included.
 */
export async function claimsAsOf(
  db: Db,
  scopes: readonly number[],
  entityIds: readonly string[],
  at: Instant,
): Promise<Claim[]> {
  const { rows } = await sql<ClaimRow>`
    select ${claimColumns}, last.state
    from claim c
    left join passage p on p.id = c.passage_id
    join lateral (
      select s.state from claim_step s where s.claim_id = c.id and s.at <= ${at}::timestamptz
      order by s.id desc limit 1
    ) last on last.state in ('proposed','accepted')
    where c.entity_id = any(${sql.val(entityIds)}::bigint[])
      and ${isVisible(scopes)}
    order by c.id`.execute(db);
  return rows.map(toClaim);
}

function toClaim(row: ClaimRow): Claim {
  return {
    id: row.id,
    uid: row.uid,
    entityId: row.entity_id,
    property: row.property,
    value: row.value,
    valueEntityId: row.value_entity_id,
    measure: row.measure,
    valueFrom: row.value_from,
    valueTo: row.value_to,
    language: row.language,
    original: row.original,
    passageId: row.passage_id,
    basis: row.basis as Basis,
    reason: row.reason,
    certainty: row.certainty,
    valid: row.valid,
    scopeId: row.scope_id,
    authorId: row.author_id,
    createdAt: row.created_at,
    supersedes: row.supersedes,
    state: row.state as ClaimState,
    sourceId: row.source_id,
    chain: row.chain ?? [],
  };
}
