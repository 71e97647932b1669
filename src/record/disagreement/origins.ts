import type { Claim, Link } from '../claims/claim.ts';

/**
 * Names the origin of a claim: the first link of its chain, else the source it was read in, else
 * whoever inferred or edited it here. Two claims with the same origin are one voice heard twice.
 *
 * @param canonical maps an entity to the one it was merged into; others stand for themselves.
 */
export function originOf(claim: Claim, canonical: ReadonlyMap<string, string> = new Map()): string {
  const [first] = claim.chain;
  if (first !== undefined) return originOfLink(first, canonical);
  if (claim.sourceId !== null) return `source:${claim.sourceId}`;
  return `here:${claim.basis}`;
}

function originOfLink(link: Link, canonical: ReadonlyMap<string, string>): string {
  if (link.entityId !== null) return `entity:${canonical.get(link.entityId) ?? link.entityId}`;
  if (link.sourceId !== null) return `source:${link.sourceId}`;
  return `label:${(link.label ?? '').trim().toLocaleLowerCase('en')}`;
}

/** The independent origins of some claims of one value, each once, in order of first appearance. */
export function independentOrigins(
  claims: readonly Claim[],
  canonical: ReadonlyMap<string, string> = new Map(),
): string[] {
  return [...new Set(claims.map((claim) => originOf(claim, canonical)))];
}
