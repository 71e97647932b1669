import { publicScope } from '#accounts';
import { foldForSearch } from '#platform/languages';
import type { Claim } from '../claims/claim.ts';
import {
  decisionsWithin,
  resolve,
  type Decision,
  type MadeDecision,
  type Outcome,
  type Standing,
} from '../disagreement/resolution.ts';
import { kind, property, type KindCode, type Property } from '../vocabulary/index.ts';

/** One part of what an entity is called. Readers put it into words in their own language. */
export type CaptionPart =
  | { readonly type: 'text'; readonly byLanguage: Readonly<Record<string, string>> }
  | { readonly type: 'term'; readonly vocabulary: string; readonly code: string }
  | {
      readonly type: 'entity';
      readonly id: string;
      /** The people and groups named beside it: other victims of an act. */
      readonly others?: readonly string[];
    }
  | { readonly type: 'kind'; readonly code: KindCode }
  /** ISO 8601. */
  | { readonly type: 'duration'; readonly value: string }
  | { readonly type: 'date'; readonly value: string };

export interface ProfileRow {
  readonly entityId: string;
  readonly scopeId: number;
  readonly kind: string;
  readonly caption: readonly CaptionPart[];
  readonly starts: string | null;
  readonly ends: string | null;
  readonly country: string | null;
  readonly claims: number;
  readonly disputed: number;
}

export interface NameRow {
  readonly claimId: string;
  readonly entityId: string;
  readonly scopeId: number;
  readonly kind: string;
  readonly name: string;
  readonly folded: string;
}

export interface DisputeRow {
  readonly entityId: string;
  readonly scopeId: number;
  readonly property: string;
  readonly kind: 'contradiction' | 'different-measure';
  readonly valuesCount: number;
  readonly settled: boolean;
}

export interface Projection {
  readonly profiles: readonly ProfileRow[];
  readonly names: readonly NameRow[];
  readonly disputes: readonly DisputeRow[];
}

/**
 * Projects one entity from its live claims: a profile per scope, made of that scope's claims alone.
 * Pure: the same claims give the same rows, in whatever order they come. Rebuilding is running this
 * again.
 */
export function projectEntity(
  entity: { readonly id: string; readonly kind: KindCode },
  claims: readonly Claim[],
  made: readonly MadeDecision[],
  standing: Standing,
): Projection {
  const byScope = Map.groupBy(claims, (claim) => claim.scopeId);
  const scopes = [...byScope].toSorted(([a], [b]) => a - b);
  const perScope = scopes.map(([scopeId, members]) =>
    projectScope(entity, scopeId, members, decisionsWithin(made, [scopeId, publicScope]), standing),
  );
  return {
    profiles: perScope.map((part) => part.profile),
    names: perScope.flatMap((part) => part.names),
    disputes: perScope.flatMap((part) => part.disputes),
  };
}

function projectScope(
  entity: { readonly id: string; readonly kind: KindCode },
  scopeId: number,
  claims: readonly Claim[],
  decisions: ReadonlyMap<string, Decision>,
  standing: Standing,
) {
  const outcomes = resolveAll(claims, decisions, standing);
  const disputes: DisputeRow[] = [];
  for (const [code, outcome] of outcomes) {
    if (outcome.dispute === 'none') continue;
    const valuesCount = outcome.shown.length + outcome.others.length;
    const { dispute, settled } = outcome;
    const row = { entityId: entity.id, scopeId, property: code, kind: dispute };
    disputes.push({ ...row, valuesCount, settled });
  }
  const profile: ProfileRow = {
    entityId: entity.id,
    scopeId,
    kind: entity.kind,
    caption: captionOf(entity.kind, outcomes, kind(entity.kind).workingCaption),
    starts: firstShown(outcomes, startProperties)?.valueFrom ?? null,
    ends: firstShown(outcomes, endProperties)?.valueTo ?? null,
    country: firstShown(outcomes, ['country'])?.value ?? null,
    claims: claims.length,
    disputed: disputes.filter((dispute) => dispute.kind === 'contradiction').length,
  };
  return { profile, names: namesOf(entity, scopeId, claims), disputes };
}

/** Outcomes by property code, in alphabetical order so that every run writes the same rows. */
export function resolveAll(
  claims: readonly Claim[],
  decisions: ReadonlyMap<string, Decision>,
  standing: Standing,
): ReadonlyMap<string, Outcome> {
  const byProperty = Map.groupBy(claims, (claim) => claim.property);
  const outcomes = new Map<string, Outcome>();
  for (const code of [...byProperty.keys()].toSorted()) {
    const definition = property(code);
    if (definition === undefined) continue;
    const members = byProperty.get(code) ?? [];
    outcomes.set(code, resolve(definition, members, decisions.get(code), standing));
  }
  return outcomes;
}

const startProperties = ['startDate', 'date', 'birthDate', 'foundedDate', 'releaseDate'];
const endProperties = ['endDate', 'deathDate', 'dissolvedDate', 'date', 'startDate'];

function firstShown(
  outcomes: ReadonlyMap<string, Outcome>,
  codes: readonly string[],
): Claim | undefined {
  for (const code of codes) {
    const claim = outcomes.get(code)?.shown[0]?.claims[0];
    if (claim !== undefined) return claim;
  }
  return undefined;
}

/**
 * What an entity is called by what was decided of its claims; empty when nothing names it.
 *
 * @param alternatives those that readers are told, unless said.
 */
export function captionOf(
  kindCode: KindCode,
  outcomes: ReadonlyMap<string, Outcome>,
  alternatives = kind(kindCode).caption,
): readonly CaptionPart[] {
  for (const alternative of alternatives) {
    const parts = alternative.map((code): CaptionPart | undefined =>
      code === 'kind' ? { type: 'kind', code: kindCode } : captionPart(code, outcomes.get(code)),
    );
    if (parts.every((part) => part !== undefined)) return parts;
  }
  return [];
}

function captionPart(code: string, outcome: Outcome | undefined): CaptionPart | undefined {
  const definition = property(code);
  const first = outcome?.shown[0]?.claims[0];
  if (definition === undefined || outcome === undefined || first === undefined) return undefined;
  if (first.valueEntityId !== null) return entityPart(definition, first.valueEntityId, outcome);
  if (definition.valueType === 'term') {
    return { type: 'term', vocabulary: definition.vocabulary, code: first.value };
  }
  if (definition.valueType === 'date') return { type: 'date', value: first.value };
  if (definition.valueType === 'duration') return { type: 'duration', value: first.value };
  const byLanguage: Record<string, string> = {};
  for (const group of outcome.shown) {
    const [claim] = group.claims;
    if (claim !== undefined) byLanguage[claim.language ?? ''] ??= claim.value;
  }
  return { type: 'text', byLanguage };
}

// As many as are counted; a name need not tell hundreds.
const mostOthers = 50;

function entityPart(definition: Property, id: string, { shown }: Outcome): CaptionPart {
  const isOfPeople = definition.valueType === 'entity' && definition.range.includes('person');
  if (!definition.multiple || !isOfPeople) return { type: 'entity', id };
  const all = shown.flatMap(({ claims: [claim] }) => claim?.valueEntityId ?? []);
  const others = [...new Set(all)].filter((other) => other !== id).slice(0, mostOthers);
  return { type: 'entity', id, ...(others.length > 0 && { others }) };
}

const nameProperties: ReadonlySet<string> = new Set(['name', 'otherName', 'title', 'otherTitle']);

// An entry of an index holds 2,700 bytes, and a title may run to ten thousand signs.
const longestFolded = 600;

function namesOf(
  entity: { readonly id: string; readonly kind: KindCode },
  scopeId: number,
  claims: readonly Claim[],
): NameRow[] {
  return claims
    .filter((claim) => nameProperties.has(claim.property))
    .map((claim) => ({
      claimId: claim.id,
      entityId: entity.id,
      scopeId,
      kind: entity.kind,
      name: claim.value,
      folded: foldForSearch(claim.value).slice(0, longestFolded).toWellFormed(),
    }));
}
