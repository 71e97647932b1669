import { boundsOf, type Edtf } from '#platform/calendar';
import { compareFigures, type Figure } from '../figures/index.ts';
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

// What was stored as a figure was parsed as one; the database has no narrower type than JSON.
function relateFigures(a: Claim, b: Claim): Relation {
  const comparison = compareFigures(asFigure(a), asFigure(b));
  if (typeof comparison === 'object') return 'different-measure';
  if (comparison === 'equal') return 'same';
  return comparison === 'compatible' ? 'compatible' : 'contradiction';
}

function asFigure(claim: Claim): Figure {
  return claim.measure as unknown as Figure;
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
