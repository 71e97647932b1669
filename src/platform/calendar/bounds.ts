import { dayNumber, isoDay } from './day.ts';
import { firstDay, lastDay, type DatePrecision, type EdtfDate } from './edtf-date.ts';
import { partsOf, type Edtf, type IntervalEnd } from './edtf.ts';

/** The days an expression can lie between, both included. */
export interface EdtfBounds {
  /** `YYYY-MM-DD`; absent when the beginning is open or unknown. */
  readonly earliest?: string;
  /** `YYYY-MM-DD`; absent when the end is open or unknown. */
  readonly latest?: string;
  readonly precision: DatePrecision | 'interval';
  /** For an interval: whether either end is. */
  readonly approximate: boolean;
  readonly uncertain: boolean;
}

/**
 * The bounds of an expression, as written: `about` and `?` do not widen them.
 *
 * Seasons are those of the northern hemisphere, by the astronomer's and the meteorologist's reckoning
 * together, and a year's winter is either of the two it touches: wide, because what is sorted out as
 * impossible must be impossible.
 */
export function boundsOf(edtf: Edtf): EdtfBounds {
  const parts = partsOf(edtf);
  if (parts.kind === 'date') {
    const { precision, approximate, uncertain } = parts.date;
    return {
      earliest: isoDay(firstDay(parts.date)),
      latest: isoDay(lastDay(parts.date)),
      precision,
      approximate,
      uncertain,
    };
  }
  const { start, end } = parts;
  return {
    ...(typeof start === 'string' ? {} : { earliest: isoDay(firstDay(start)) }),
    ...(typeof end === 'string' ? {} : { latest: isoDay(lastDay(end)) }),
    precision: 'interval',
    approximate: [start, end].some((date) => typeof date !== 'string' && date.approximate),
    uncertain: [start, end].some((date) => typeof date !== 'string' && date.uncertain),
  };
}

/** What is certain about the order of two expressions. */
export type EdtfOrder = 'certainly before' | 'certainly after' | 'may overlap';

/**
 * Compares two expressions by what can be defended: `certainly` only when no reading of either makes
 * them meet. An approximate date is given one more of its own unit on each side (about January 2026:
 * December to February); a date marked uncertain is never certain.
 */
export function compareEdtf(a: Edtf, b: Edtf): EdtfOrder {
  const [first, second] = [reachOf(a), reachOf(b)];
  if (first.to < second.from) return 'certainly before';
  if (second.to < first.from) return 'certainly after';
  return 'may overlap';
}

/** Running numbers of the first and last day an expression can reach. */
function reachOf(edtf: Edtf): { from: number; to: number } {
  const parts = partsOf(edtf);
  const [start, end] = parts.kind === 'date' ? [parts.date, parts.date] : [parts.start, parts.end];
  return {
    from: reach(
      start,
      Number.NEGATIVE_INFINITY,
      (date) => dayNumber('gregorian', firstDay(date)),
      -1,
    ),
    to: reach(end, Number.POSITIVE_INFINITY, (date) => dayNumber('gregorian', lastDay(date)), 1),
  };
}

function reach(
  end: IntervalEnd,
  never: number,
  edge: (date: EdtfDate) => number,
  side: 1 | -1,
): number {
  if (typeof end === 'string' || end.uncertain) return never;
  return edge(end) + (end.approximate ? side * daysOf[end.precision] : 0);
}

// The longest unit of each kind: a bound may be too wide, never too narrow.
const daysOf: Readonly<Record<DatePrecision, number>> = {
  day: 1,
  month: 31,
  season: 94,
  year: 366,
  decade: 3653,
  century: 36_525,
};
