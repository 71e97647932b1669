import type { Claim } from '../claims/claim.ts';
import type { Property, ResolutionRule } from '../vocabulary/index.ts';
import { independentOrigins } from './origins.ts';
import { relate, valueKey } from './values.ts';

/** Claims that say the same, with the independent voices behind them. */
export interface ValueGroup {
  readonly key: string;
  /** Oldest first; never empty. */
  readonly claims: readonly Claim[];
  readonly origins: readonly string[];
}

/** A decision of a person on how disagreement about one property of one entity is settled. */
export interface Decision {
  readonly rule: ResolutionRule;
  readonly chosenClaimId: string | null;
  /** Internal ids of sources, the most trusted first. */
  readonly sourceRanking: readonly string[];
  readonly reason: string;
}

/** A decision, for which property it was made and by the sight of which claims. */
export interface MadeDecision extends Decision {
  readonly property: string;
  /** Scopes of the claims it was made over. */
  readonly scopes: readonly number[];
}

/**
 * The decisions in force for someone who sees these scopes, by property. One that was made over claims
 * they may not see does not exist for them: its reason would tell of those.
 *
 * @param made the newest first.
 */
export function decisionsWithin(
  made: readonly MadeDecision[],
  scopes: readonly number[],
): ReadonlyMap<string, Decision> {
  const inForce = new Map<string, Decision>();
  for (const decision of made) {
    if (inForce.has(decision.property)) continue;
    if (decision.scopes.every((scope) => scopes.includes(scope))) {
      inForce.set(decision.property, decision);
    }
  }
  return inForce;
}

/** What is shown first and what beside it. No claim is dropped. */
export interface Outcome {
  readonly rule: ResolutionRule;
  /** Values shown first. Several where they go together or none prevails. */
  readonly shown: readonly ValueGroup[];
  /** The other values, which stay visible. */
  readonly others: readonly ValueGroup[];
  readonly dispute: 'none' | 'different-measure' | 'contradiction';
  /** False while the sources contradict each other and no rule has picked among them. */
  readonly settled: boolean;
  readonly reason: string;
}

/** What the rules need to know besides the claims. */
export interface Standing {
  readonly canonical: ReadonlyMap<string, string>;
  /** Rank of a source's reliability, 0 the best; unknown sources rank last. */
  readonly reliabilityOf: (sourceId: string | null) => number;
}

/**
 * Decides which of the claims about one property of one entity are shown first.
 *
 * Pure and independent of the order in which claims come in. The result names every claim once.
 *
 * @param claims live claims of one entity and one property; may be empty.
 * @param decision what a person decided; without one the property's default rule holds, and a
 * contradiction counts as unsettled until somebody decides.
 */
export function resolve(
  property: Property,
  claims: readonly Claim[],
  made: Decision | undefined,
  standing: Standing,
): Outcome {
  const decision = standsStill(made, claims) ? made : undefined;
  const groups = groupByValue(claims, standing.canonical);
  const dispute = strongestDispute(property, groups, standing.canonical);
  const rule = decision?.rule ?? property.defaultResolution;
  const common = { rule, dispute, reason: decision?.reason ?? '' };
  if (dispute === 'none') {
    return { ...common, shown: groups, others: [], settled: true };
  }
  const picked = dispute === 'different-measure' ? groups : pick(rule, groups, decision, standing);
  return {
    ...common,
    shown: picked,
    others: groups.filter((group) => !picked.includes(group)),
    settled: dispute === 'different-measure' || decision !== undefined,
  };
}

// A choice of a claim that is no longer among these decides nothing, and its reason would speak of
// what is not shown.
function standsStill(decision: Decision | undefined, claims: readonly Claim[]): boolean {
  if (decision?.rule !== 'editors-choice') return true;
  return claims.some((claim) => claim.id === decision.chosenClaimId);
}

function groupByValue(
  claims: readonly Claim[],
  canonical: ReadonlyMap<string, string>,
): ValueGroup[] {
  const ordered = claims.toSorted(byAge);
  const byKey = Map.groupBy(ordered, (claim) => valueKey(claim, canonical));
  return [...byKey].map(([key, members]) => ({
    key,
    claims: members,
    origins: independentOrigins(members, canonical),
  }));
}

// Ids grow with time and never tie, unlike timestamps written in one transaction.
function byAge(a: Claim, b: Claim): number {
  const [left, right] = [BigInt(a.id), BigInt(b.id)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function strongestDispute(
  property: Property,
  groups: readonly ValueGroup[],
  canonical: ReadonlyMap<string, string>,
): Outcome['dispute'] {
  let dispute: Outcome['dispute'] = 'none';
  for (const [index, group] of groups.entries()) {
    for (const other of groups.slice(index + 1)) {
      const [a, b] = [group.claims[0], other.claims[0]];
      if (a === undefined || b === undefined) continue;
      const relation = relate(property, a, b, canonical);
      if (relation === 'contradiction') return 'contradiction';
      if (relation === 'different-measure') dispute = 'different-measure';
    }
  }
  return dispute;
}

function pick(
  rule: ResolutionRule,
  groups: readonly ValueGroup[],
  decision: Decision | undefined,
  standing: Standing,
): readonly ValueGroup[] {
  switch (rule) {
    case 'unconfirmed':
    case 'range':
      // A range spans all values; "unconfirmed" prefers none. Both show every value first.
      return groups;
    case 'editors-choice':
      return groups.filter((group) =>
        group.claims.some((claim) => claim.id === decision?.chosenClaimId),
      );
    case 'majority-of-origins':
      return best(groups, (group) => -group.origins.length);
    case 'ranked-source':
      return best(groups, (group) => rankOf(group, decision?.sourceRanking ?? [], standing));
  }
}

/** The groups with the lowest score; several on a tie, because a tie decides nothing. */
function best(
  groups: readonly ValueGroup[],
  score: (group: ValueGroup) => number,
): readonly ValueGroup[] {
  const scores = groups.map(score);
  const lowest = Math.min(...scores);
  return groups.filter((_, index) => scores[index] === lowest);
}

// A source ranked by hand comes before any that is only rated reliable.
function rankOf(group: ValueGroup, ranking: readonly string[], standing: Standing): number {
  const ranks = group.claims.map((claim) => {
    const byHand = claim.sourceId === null ? -1 : ranking.indexOf(claim.sourceId);
    return byHand >= 0 ? byHand : ranking.length + standing.reliabilityOf(claim.sourceId);
  });
  return Math.min(...ranks);
}
