import { boundsOf, type Edtf } from '#platform/calendar';
import { compareFigures, likeWithLike, type Figure } from '../figures/index.ts';
import type { Claim } from '../claims/claim.ts';
import type { Property } from '../vocabulary/index.ts';

/** How two values of one property stand to each other. */
export type Relation =
  /** The same value. */
  | 'same'
  /** Both can be true: one is finer than the other, or the property takes several. */
  | 'compatible'
  /** They count different things and cannot be compared. */
  | 'different-measure'
  /** They cannot both be true. */
  | 'contradiction';

/** Key under which equal values fall together: two claims with one key say the same thing. */
export function valueKey(claim: Claim, canonical: ReadonlyMap<string, string>): string {
  if (claim.valueEntityId !== null) {
    return canonical.get(claim.valueEntityId) ?? claim.valueEntityId;
  }
  return claim.language === null ? claim.value : `${claim.language}:${claim.value}`;
}

/** Compares two values of one property; symmetric. */
export function relate(
  property: Property,
  a: Claim,
  b: Claim,
  canonical: ReadonlyMap<string, string> = new Map(),
): Relation {
  if (property.valueType === 'figure') return relateFigures(a, b);
  if (valueKey(a, canonical) === valueKey(b, canonical)) return 'same';
  if (property.multiple) return 'compatible';
  if (property.valueType === 'date') return relateDates(a, b);
  // A name in Persian and the same name in English are two renderings, not two opinions.
  const linguistic = property.valueType === 'text' || property.valueType === 'name';
  if (linguistic && a.language !== b.language) return 'compatible';
  return 'contradiction';
}

function relateFigures(a: Claim, b: Claim): Relation {
  const [left, right] = [a.measure as unknown as Figure, b.measure as unknown as Figure];
  if (likeWithLike(left, right) !== 'same measure') return 'different-measure';
  const comparison = compareFigures(left, right);
  if (comparison === 'equal') return 'same';
  return comparison === 'compatible' ? 'compatible' : 'contradiction';
}

// "January 2026" and "9 January 2026" agree: the one contains the other.
function relateDates(a: Claim, b: Claim): Relation {
  const [left, right] = [boundsOf(a.value as Edtf), boundsOf(b.value as Edtf)];
  return contains(left, right) || contains(right, left) ? 'compatible' : 'contradiction';
}

interface Bounds {
  readonly earliest?: string;
  readonly latest?: string;
}

function contains(outer: Bounds, inner: Bounds): boolean {
  const startsBefore =
    outer.earliest === undefined ||
    (inner.earliest !== undefined && outer.earliest <= inner.earliest);
  const endsAfter =
    outer.latest === undefined || (inner.latest !== undefined && outer.latest >= inner.latest);
  return startsBefore && endsAfter;
}
