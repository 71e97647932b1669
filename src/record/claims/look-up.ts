import { sql } from 'kysely';
import { asUid, asUids, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { loadAddedTerms, type AddedTerms } from '../terms.ts';
import { property } from '../vocabulary/index.ts';
import type { ParsedClaimInput } from './claim-input.ts';

/** An entity that claims are written about or point to. */
export interface KnownEntity {
  readonly id: string;
  readonly kind: string;
  readonly scopeId: number;
}

export interface KnownPassage {
  readonly id: string;
  /** Words of a text; false for a place in a picture or a recording. */
  readonly hasWords: boolean;
  readonly sourceId: string;
  /** Scope of the source: no claim made of it may be seen more widely. */
  readonly scopeId: number;
}

export interface KnownSource {
  readonly id: string;
  readonly scopeId: number;
}

export interface KnownClaim {
  readonly id: string;
  readonly scopeId: number;
  readonly entityId: string;
  readonly state: string;
}

/** Everything some claim inputs refer to, by uid. What the actor may not see is absent. */
export interface Known {
  readonly entities: ReadonlyMap<string, KnownEntity>;
  readonly passages: ReadonlyMap<string, KnownPassage>;
  readonly sources: ReadonlyMap<string, KnownSource>;
  readonly claims: ReadonlyMap<string, KnownClaim>;
  readonly addedTerms: AddedTerms;
}

/** Looks up what a set of claim inputs refers to in a fixed number of statements. */
export async function lookUp(
  db: Db,
  actor: Actor,
  inputs: readonly ParsedClaimInput[],
): Promise<Known> {
  const scopes = scopesOf(actor);
  const entityUids = new Set<string>();
  const sourceUids = new Set<string>();
  const passageUids = new Set<string>();
  const claimUids = new Set<string>();
  for (const input of inputs) {
    entityUids.add(input.entity);
    if (asUid(input.value) !== null) entityUids.add(input.value);
    if (input.measure?.place !== undefined) entityUids.add(input.measure.place);
    if (input.passage !== undefined) passageUids.add(input.passage);
    if (input.supersedes !== undefined) claimUids.add(input.supersedes);
    if (input.recodes !== undefined) claimUids.add(input.recodes);
    for (const from of input.inferredFrom) claimUids.add(from);
    for (const link of input.chain) {
      if (link.entity !== undefined) entityUids.add(link.entity);
      if (link.source !== undefined) sourceUids.add(link.source);
    }
  }
  const usesTerms = inputs.some((input) => property(input.property)?.valueType === 'term');
  const [entities, passages, sources, claims, addedTerms] = await Promise.all([
    entitiesByUid(db, scopes, [...entityUids]),
    passagesByUid(db, scopes, [...passageUids]),
    sourcesByUid(db, scopes, [...sourceUids]),
    claimStatesByUid(db, scopes, [...claimUids]),
    usesTerms ? loadAddedTerms(db) : new Map<never, never>(),
  ]);
  return { entities, passages, sources, claims, addedTerms };
}

type Uids = readonly string[];
type Scopes = readonly number[];

export async function entitiesByUid(
  db: Db,
  scopes: Scopes,
  uids: Uids,
): Promise<Map<string, KnownEntity>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<KnownEntity & { uid: string }>`
    select uid, id, kind, scope_id as "scopeId" from entity
    where uid = any(${sql.val(asUids(uids))}::uuid[])
      and scope_id = any(${sql.val(scopes)}::integer[])`.execute(db);
  return new Map(rows.map(({ uid, ...entity }) => [uid, entity]));
}

async function passagesByUid(
  db: Db,
  scopes: Scopes,
  uids: Uids,
): Promise<Map<string, KnownPassage>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<KnownPassage & { uid: string }>`
    select p.uid, p.id, p.kind = 'text' as "hasWords", p.source_id as "sourceId",
      s.scope_id as "scopeId"
    from passage p join source s on s.id = p.source_id
    where p.uid = any(${sql.val(asUids(uids))}::uuid[])
      and s.scope_id = any(${sql.val(scopes)}::integer[])`.execute(db);
  return new Map(rows.map(({ uid, ...passage }) => [uid, passage]));
}

async function sourcesByUid(db: Db, scopes: Scopes, uids: Uids): Promise<Map<string, KnownSource>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<KnownSource & { uid: string }>`
    select uid, id, scope_id as "scopeId" from source where uid = any(${sql.val(asUids(uids))}::uuid[])
      and scope_id = any(${sql.val(scopes)}::integer[])`.execute(db);
  return new Map(rows.map(({ uid, ...source }) => [uid, source]));
}

async function claimStatesByUid(
  db: Db,
  scopes: Scopes,
  uids: Uids,
): Promise<Map<string, KnownClaim>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<KnownClaim & { uid: string }>`
    select uid, id, entity_id as "entityId", scope_id as "scopeId", state from claim
    where uid = any(${sql.val(asUids(uids))}::uuid[])
      and scope_id = any(${sql.val(scopes)}::integer[])`.execute(db);
  return new Map(rows.map(({ uid, ...claim }) => [uid, claim]));
}
