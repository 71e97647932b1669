import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { liveClaimsOf } from '../claims/claims.queries.ts';
import type { Claim } from '../claims/claim.ts';
import { rankOfReliability } from '../disagreement/reliability.ts';
import type { MadeDecision, Standing } from '../disagreement/resolution.ts';
import { soundsOf } from '../entities/name-sounds.ts';
import type { Instant } from '../instant.ts';
import type { KindCode, ResolutionRule } from '../vocabulary/index.ts';
import { projectEntity, type Projection } from './project-entity.ts';

/**
 * Brings the projection of some entities up to their claims, in the transaction that changed them.
 * A fixed number of statements however many entities are named.
 */
export async function reproject(tx: Tx, entityIds: readonly string[]): Promise<void> {
  const ids = [...new Set(entityIds)];
  if (ids.length === 0) return;
  // Two writers of one entity would each project without the other's claim: the second waits here
  // and then sees both.
  const { rows: entities } = await sql<{ id: string; kind: KindCode }>`
    select id, kind from entity where id = any(${sql.val(ids)}::bigint[]) order by id for no key update`.execute(
    tx,
  );
  const projections = await projectFresh(tx, entities);
  await replaceProjections(tx, ids, projections);
}

/** Computes what the projection of some entities should be, without writing it. */
export async function projectFresh(
  db: Db,
  entities: readonly { readonly id: string; readonly kind: KindCode }[],
): Promise<Projection[]> {
  const ids = entities.map((entity) => entity.id);
  const claims = await liveClaimsOf(db, ids);
  const decisions = await loadDecisions(db, ids);
  const standing = await loadStanding(db, claims);
  const byEntity = Map.groupBy(claims, (claim) => claim.entityId);
  return entities.map((entity) =>
    projectEntity(entity, byEntity.get(entity.id) ?? [], decisions.get(entity.id) ?? [], standing),
  );
}

interface DecisionRow {
  entity_id: string;
  property: string;
  rule: ResolutionRule;
  chosen_claim_id: string | null;
  source_ranking: string[];
  reason: string;
  scopes: number[];
}

/**
 * The decisions on disagreement about some entities, by entity, the newest first: the latest for each
 * property and each set of scopes, of which `decisionsWithin` picks.
 *
 * @param asOf those made by that moment instead of by now.
 */
export async function loadDecisions(
  db: Db,
  entityIds: readonly string[],
  asOf?: Instant,
): Promise<Map<string, MadeDecision[]>> {
  const { rows } = await sql<DecisionRow>`
    select entity_id, property, rule, chosen_claim_id, source_ranking::text[], reason, scopes
    from (
      select distinct on (entity_id, property, scopes) * from resolution
      where entity_id = any(${sql.val(entityIds)}::bigint[])
        and ${asOf === undefined ? sql`true` : sql`at <= ${asOf}::timestamptz`}
      order by entity_id, property, scopes, id desc
    ) latest
    order by id desc`.execute(db);
  const byEntity = new Map<string, MadeDecision[]>();
  for (const row of rows) {
    const made = byEntity.get(row.entity_id) ?? [];
    made.push({
      property: row.property,
      rule: row.rule,
      chosenClaimId: row.chosen_claim_id,
      sourceRanking: row.source_ranking,
      reason: row.reason,
      scopes: row.scopes,
    });
    byEntity.set(row.entity_id, made);
  }
  return byEntity;
}

/** What the resolution rules must know of the world around these claims. */
export async function loadStanding(db: Db, claims: readonly Claim[]): Promise<Standing> {
  const sources = new Set<string>();
  const mentioned = new Set<string>();
  for (const claim of claims) {
    if (claim.sourceId !== null) sources.add(claim.sourceId);
    if (claim.valueEntityId !== null) mentioned.add(claim.valueEntityId);
    for (const link of claim.chain) if (link.entityId !== null) mentioned.add(link.entityId);
  }
  const [reliabilities, canonical] = await Promise.all([
    reliabilityOfSources(db, [...sources]),
    canonicalOf(db, [...mentioned]),
  ]);
  return {
    canonical,
    reliabilityOf: (sourceId) => rankOfReliability(reliabilities.get(sourceId ?? '')),
  };
}

async function reliabilityOfSources(
  db: Db,
  sourceIds: readonly string[],
): Promise<Map<string, string>> {
  if (sourceIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; reliability: string }>`
    select id, reliability from source where id = any(${sql.val(sourceIds)}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row.reliability]));
}

async function canonicalOf(db: Db, entityIds: readonly string[]): Promise<Map<string, string>> {
  if (entityIds.length === 0) return new Map();
  const { rows } = await sql<{ entity_id: string; canonical_id: string }>`
    select entity_id, canonical_id from canonical
    where entity_id = any(${sql.val(entityIds)}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.entity_id, row.canonical_id]));
}

/** Replaces the stored projection of the named entities by the given rows. */
export async function replaceProjections(
  tx: Tx,
  entityIds: readonly string[],
  projections: readonly Projection[],
): Promise<void> {
  const ids = sql.val(entityIds);
  await sql`
    with a as (delete from profile where entity_id = any(${ids}::bigint[])),
         b as (delete from name_entry where entity_id = any(${ids}::bigint[]))
    delete from dispute where entity_id = any(${ids}::bigint[])`.execute(tx);
  await insertProjections(tx, projections);
}

/** Inserts projections in bulk: three statements whatever their number. */
export async function insertProjections(tx: Tx, projections: readonly Projection[]): Promise<void> {
  const profiles = projections.flatMap((part) => part.profiles);
  const names = projections
    .flatMap((part) => part.names)
    .map((name) => ({ ...name, sounds: soundsOf(name.name) }));
  const disputes = projections.flatMap((part) => part.disputes);
  // One JSON parameter a table: node-postgres spends less on it than on twenty arrays.
  await sql`
    insert into profile (entity_id, scope_id, kind, caption, starts, ends, country, claims, disputed)
    select "entityId", "scopeId", kind, caption, starts, ends, country, claims, disputed
    from jsonb_to_recordset(${JSON.stringify(profiles)}::jsonb) as r("entityId" bigint,
      "scopeId" integer, kind text, caption jsonb, starts date, ends date, country text,
      claims integer, disputed integer)`.execute(tx);
  if (names.length > 0) {
    await sql`
      insert into name_entry (claim_id, entity_id, scope_id, kind, name, folded, sounds)
      select "claimId", "entityId", "scopeId", kind, name, folded, sounds
      from jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as r("claimId" bigint,
        "entityId" bigint, "scopeId" integer, kind text, name text, folded text,
        sounds text[])`.execute(tx);
  }
  if (disputes.length > 0) {
    await sql`
      insert into dispute (entity_id, scope_id, property, kind, values_count, settled)
      select "entityId", "scopeId", property, kind, "valuesCount", settled
      from jsonb_to_recordset(${JSON.stringify(disputes)}::jsonb) as r("entityId" bigint,
        "scopeId" integer, property text, kind text, "valuesCount" integer, settled boolean)`.execute(
      tx,
    );
  }
}
