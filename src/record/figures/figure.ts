import type { Edtf } from '#platform/calendar';

/**
 * What a source says of a number: bounds on a whole number, either of which may be missing.
 * `3000` has both bounds equal; `more than 3000` a strict lower one; `5 to 7` both.
 */
export interface FigureBounds {
  /** A safe integer, 0 or more. */
  readonly lower?: number;
  readonly upper?: number;
  /** The number is above `lower`, not `lower` itself ("more than"). */
  readonly lowerStrict?: boolean;
  readonly upperStrict?: boolean;
  /** The source says about, nearly, some. */
  readonly approximate?: boolean;
}

/** A number with all it needs to be set beside another. */
export interface Figure extends FigureBounds {
  /** HURIDOCS counting unit (micro-thesaurus 7) by its code: persons, families, groups… */
  readonly unit: string;
  /** What is counted: a term's code or the source's words. */
  readonly counted: string;
  /** The place's entity reference. */
  readonly place?: string;
  /** The time in which the counted things happened. */
  readonly period?: Edtf;
  /** The day on which the count stood so. */
  readonly asOf?: Edtf;
}

export type FigureBoundsProblem =
  /** Neither bound. */
  | 'says-nothing'
  /** A bound that is no whole number of 0 or more. */
  | 'not-whole'
  | 'too-large'
  /** No whole number lies between the bounds. */
  | 'reversed';

/** What is wrong with bounds, or undefined. For bounds that come from a form or a file. */
export function boundsProblem(bounds: FigureBounds): FigureBoundsProblem | undefined {
  const given = [bounds.lower, bounds.upper].filter((bound) => bound !== undefined);
  if (given.length === 0) return 'says-nothing';
  if (given.some((bound) => bound > Number.MAX_SAFE_INTEGER)) return 'too-large';
  if (given.some((bound) => !Number.isSafeInteger(bound) || bound < 0)) return 'not-whole';
  const { from, to } = span(bounds);
  return from > to ? 'reversed' : undefined;
}

/** The lowest and the highest whole number the bounds allow, as written; `to` may be infinite. */
export function span(bounds: FigureBounds): { readonly from: number; readonly to: number } {
  const { lower = 0, upper = Number.POSITIVE_INFINITY } = bounds;
  return {
    from: bounds.lowerStrict === true && bounds.lower !== undefined ? lower + 1 : lower,
    to: bounds.upperStrict === true ? upper - 1 : upper,
  };
}
