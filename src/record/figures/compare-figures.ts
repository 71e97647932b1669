import { boundsOf, type Edtf } from '#platform/calendar';
import { foldForSearch } from '#platform/languages';
import { span, type Figure } from './figure.ts';

/** What a figure measures, part by part. */
export type MeasurePart = 'unit' | 'counted' | 'place' | 'period' | 'asOf';

export interface DifferentMeasure {
  /** In the order unit, counted, place, period, asOf; never empty. */
  readonly differs: readonly MeasurePart[];
}

/**
 * Says whether two figures measure the same: only like is compared with like. A part that one figure
 * has and the other has not is a difference, because nobody knows that they agree in it.
 *
 * Words for what is counted are compared as search compares them; times by the days they cover, so
 * `2026-01` and `2026-01-01/2026-01-31` are the same.
 */
export function likeWithLike(a: Figure, b: Figure): 'same measure' | DifferentMeasure {
  const differs: MeasurePart[] = [];
  if (a.unit !== b.unit) differs.push('unit');
  if (foldForSearch(a.counted) !== foldForSearch(b.counted)) differs.push('counted');
  if (a.place !== b.place) differs.push('place');
  if (!isSameTime(a.period, b.period)) differs.push('period');
  if (!isSameTime(a.asOf, b.asOf)) differs.push('asOf');
  return differs.length === 0 ? 'same measure' : { differs };
}

function isSameTime(a: Edtf | undefined, b: Edtf | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a === b) return true;
  const [first, second] = [boundsOf(a), boundsOf(b)];
  return (
    first.earliest === second.earliest &&
    first.latest === second.latest &&
    first.approximate === second.approximate &&
    first.uncertain === second.uncertain
  );
}

/**
 * How two figures of the same measure stand to each other: `equal` when they allow the same numbers,
 * `compatible` when at least one number satisfies both ("more than 3,000" and "16,000"),
 * `contradict` when none does. Figures of different measures are not compared; the difference is the
 * answer ("counts different things").
 *
 * An approximate figure is given a tenth on either side before it contradicts another.
 */
export function compareFigures(
  a: Figure,
  b: Figure,
): 'equal' | 'compatible' | 'contradict' | DifferentMeasure {
  const measure = likeWithLike(a, b);
  if (measure !== 'same measure') return measure;
  const [exactA, exactB] = [span(a), span(b)];
  const isEqual = exactA.from === exactB.from && exactA.to === exactB.to;
  if (isEqual && (a.approximate ?? false) === (b.approximate ?? false)) return 'equal';
  const [wideA, wideB] = [withTolerance(a), withTolerance(b)];
  return wideA.from <= wideB.to && wideB.from <= wideA.to ? 'compatible' : 'contradict';
}

function withTolerance(figure: Figure): { from: number; to: number } {
  const { from, to } = span(figure);
  if (figure.approximate !== true) return { from, to };
  return { from: from - Math.ceil(from / 10), to: to + Math.ceil(to / 10) };
}
