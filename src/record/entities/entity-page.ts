import { sql } from 'kysely';
import { asUid, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import { claimsAsOf, claimsOf } from '../claims/claims.queries.ts';
import { isVisible } from '../claims/visible.ts';
import { liveStates, type Claim } from '../claims/claim.ts';
import { viewClaims, type ClaimView } from '../claims/claim-view.ts';
import type { Instant } from '../instant.ts';
import { resolveAll } from '../projection/project-entity.ts';
import { loadDecisions, loadStanding } from '../projection/write-projection.ts';
import { decisionsWithin, type Outcome } from '../disagreement/resolution.ts';
import { propertiesPointingAt, type KindCode } from '../vocabulary/index.ts';

/** One value of a property with the claims that say it. */
export interface ValueView {
  readonly claims: readonly ClaimView[];
  /** How many independent origins say it. */
  readonly origins: number;
}

/** What the record says of one property: what is shown first, and what beside it. */
export interface PropertyView {
  readonly property: string;
  readonly shown: readonly ValueView[];
  readonly others: readonly ValueView[];
  readonly rule: string;
  readonly reason: string;
  readonly dispute: Outcome['dispute'];
  readonly settled: boolean;
}

/** Another entity that points here: an act against this person, a role in this work. */
export interface PartView {
  readonly uid: string;
  readonly kind: string;
  /** What it is called. */
  readonly text: string;
  /** The property by which it points here, or to the act it belongs to. */
  readonly property: string;
  /** For the involvements of an act that points here: the uid of that act. */
  readonly of: string | null;
  readonly properties: readonly PropertyView[];
}

export interface EntityPage {
  readonly id: string;
  readonly uid: string;
  readonly kind: KindCode;
  readonly scopeId: number;
  readonly text: string;
  readonly properties: readonly PropertyView[];
  readonly parts: readonly PartView[];
  /** Every claim about it ever made, the newest first. */
  readonly history: readonly ClaimView[];
}

export interface EntityPageOptions {
  /** Shows the record as it stood then, that moment included, instead of now. */
  readonly asOf?: Instant;
}

const maxParts = 200;

/**
 * One entity with all its claims, disagreements and what points to it, as the reader may see it.
 * Resolution runs over the visible claims only, so that a hidden claim cannot be read out of what it
 * would change. A fixed number of statements.
 *
 * @returns undefined when there is none, or none for this reader.
 */
export async function entityPage(
  db: Db,
  actor: Actor,
  uid: string,
  locale: Locale,
  options: EntityPageOptions = {},
): Promise<EntityPage | undefined> {
  const scopes = scopesOf(actor);
  const entity = await db
    .selectFrom('entity')
    .where('uid', '=', asUid(uid))
    .where('scope_id', '=', sql<number>`any(${sql.val(scopes)}::integer[])`)
    .select(['id', 'uid', 'kind', 'scope_id'])
    .executeTakeFirst();
  if (entity === undefined) return undefined;
  const kind = entity.kind as KindCode;
  const { asOf } = options;
  const pointers = await pointersTo(db, scopes, { id: entity.id, kind }, asOf);
  const ids = [entity.id, ...pointers.map((pointer) => pointer.id)];
  const everything = await claimsOf(db, scopes, ids);
  const live =
    asOf === undefined
      ? everything.filter((claim) => liveStates.includes(claim.state))
      : await claimsAsOf(db, scopes, ids, asOf);
  const views = await viewsById(db, actor, [...new Set([...everything, ...live])], locale);
  const decisions = await loadDecisions(db, ids, asOf);
  const standing = await loadStanding(db, live);
  const liveByEntity = Map.groupBy(live, (claim) => claim.entityId);
  const propertiesFor = (id: string) =>
    propertyViews(
      resolveAll(
        liveByEntity.get(id) ?? [],
        decisionsWithin(decisions.get(id) ?? [], scopes),
        standing,
      ),
      views,
    );
  const byEntity = Map.groupBy(everything, (claim) => claim.entityId);
  const own = byEntity.get(entity.id) ?? [];
  // As of an earlier day a pointer may not have stood yet, or still have stood.
  const present = pointers.filter((pointer) => pointsIn(liveByEntity, pointer));
  return {
    id: entity.id,
    uid: entity.uid,
    kind,
    scopeId: entity.scope_id,
    text: captionFrom(own, views),
    properties: propertiesFor(entity.id),
    parts: present.map((pointer) => ({
      uid: pointer.uid,
      kind: pointer.kind,
      text: captionFrom(byEntity.get(pointer.id) ?? [], views),
      property: pointer.property,
      of: pointer.to.uid === entity.uid ? null : pointer.to.uid,
      properties: propertiesFor(pointer.id),
    })),
    history: own.toReversed().flatMap((claim) => views.get(claim.id) ?? []),
  };
}

function pointsIn(live: ReadonlyMap<string, readonly Claim[]>, pointer: Pointer): boolean {
  const claims = live.get(pointer.id) ?? [];
  return claims.some(
    (claim) => claim.valueEntityId === pointer.to.id && claim.property === pointer.property,
  );
}

interface Target {
  readonly id: string;
  readonly uid: string;
}

interface Pointer {
  readonly id: string;
  readonly uid: string;
  readonly kind: string;
  readonly property: string;
  readonly to: Target;
}

/** What points to the entity, and the involvements that point to the acts among it. */
async function pointersTo(
  db: Db,
  scopes: readonly number[],
  entity: { readonly id: string; readonly kind: KindCode },
  asOf: Instant | undefined,
): Promise<Pointer[]> {
  const first = await entitiesPointingAt(db, scopes, [entity.id], entity.kind, asOf);
  const acts = first.filter((pointer) => pointer.kind === 'act').map((pointer) => pointer.id);
  if (acts.length === 0) return first;
  const second = await entitiesPointingAt(db, scopes, acts, 'act', asOf);
  const known = new Set(first.map((pointer) => pointer.id));
  return [
    ...first,
    ...second.filter((pointer) => pointer.kind === 'involvement' && !known.has(pointer.id)),
  ];
}

async function entitiesPointingAt(
  db: Db,
  scopes: readonly number[],
  targetIds: readonly string[],
  kind: KindCode,
  asOf: Instant | undefined,
): Promise<Pointer[]> {
  const codes = propertiesPointingAt(kind).map((pointing) => pointing.code);
  if (codes.length === 0) return [];
  const standing = asOf === undefined ? sql`c.state in ('proposed','accepted')` : sql`true`;
  const { rows } = await sql<Pointer>`
    select distinct on (e.id, c.property, t.id) e.id, e.uid, e.kind, c.property,
      json_build_object('id', t.id::text, 'uid', t.uid) as to
    from claim c join entity e on e.id = c.entity_id join entity t on t.id = c.value_entity_id
    where c.value_entity_id = any(${sql.val(targetIds)}::bigint[])
      and c.property = any(${sql.val(codes)}::text[]) and ${standing}
      and ${isVisible(scopes)}
    order by e.id, c.property, t.id limit ${maxParts}`.execute(db);
  return rows;
}

async function viewsById(
  db: Db,
  actor: Actor,
  claims: readonly Claim[],
  locale: Locale,
): Promise<Map<string, ClaimView>> {
  const views = await viewClaims(db, actor, claims, locale);
  const byUid = new Map(views.map((view) => [view.uid, view]));
  const byId = new Map<string, ClaimView>();
  for (const claim of claims) {
    const view = byUid.get(claim.uid);
    if (view !== undefined) byId.set(claim.id, view);
  }
  return byId;
}

function propertyViews(
  outcomes: ReadonlyMap<string, Outcome>,
  views: ReadonlyMap<string, ClaimView>,
): PropertyView[] {
  const toValues = (groups: Outcome['shown']): ValueView[] =>
    groups.flatMap((group) => {
      const claims = group.claims.flatMap((claim) => views.get(claim.id) ?? []);
      return claims.length === 0 ? [] : [{ claims, origins: group.origins.length }];
    });
  return [...outcomes].flatMap(([code, outcome]) => {
    const [shown, others] = [toValues(outcome.shown), toValues(outcome.others)];
    if (shown.length + others.length === 0) return [];
    const { rule, reason, dispute, settled } = outcome;
    return [{ property: code, shown, others, rule, reason, dispute, settled }];
  });
}

function captionFrom(own: readonly Claim[], views: ReadonlyMap<string, ClaimView>): string {
  for (const claim of own) {
    const view = views.get(claim.id);
    if (view !== undefined) return view.entity.text;
  }
  return '';
}
