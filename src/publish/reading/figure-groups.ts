import type { PropertyReading, FigureGroup, ValueReading } from './reading.ts';
import { likeWithLike, type Figure } from '#record';
import type { EditionIndex } from './edition-index.ts';
import { figureInWords, measureOf } from './values.ts';

/** A figure with all that a chart needs of it. */
export interface MeasuredValue {
  readonly value: ValueReading;
  readonly measure: Figure;
}

/** Figures of one property; those in a group count the same thing. */
export interface MeasuredGroup extends FigureGroup {
  readonly measured: readonly MeasuredValue[];
}

/**
 * Sorts the figures of a property into groups that may be compared: like beside like. Two groups
 * count different things, and no chart may draw them on one line.
 */
export function groupFigures(
  { values, others }: PropertyReading,
  index: EditionIndex,
): MeasuredGroup[] {
  const groups: { readonly measure: Figure; readonly members: MeasuredValue[] }[] = [];
  for (const value of [...values, ...others]) {
    const claim = index.claims.get(value.uid);
    const measure = claim === undefined ? undefined : measureOf(claim);
    if (measure === undefined) continue;
    const same = groups.find((group) => likeWithLike(group.measure, measure) === 'same measure');
    if (same === undefined) groups.push({ measure, members: [{ value, measure }] });
    else same.members.push({ value, measure });
  }
  return groups.map(({ measure, members }) => {
    const { number: _, ...counts } = figureInWords(measure, index);
    const measured = members.toSorted((a, b) => floorOf(a.measure) - floorOf(b.measure));
    return { ...counts, values: measured.map((one) => one.value), measured };
  });
}

function floorOf({ lower, upper }: Figure): number {
  return lower ?? upper ?? 0;
}
