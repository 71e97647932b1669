import { daysInMonth, type Day } from './day.ts';

/** How much of a date is known. */
export type DatePrecision = 'day' | 'month' | 'season' | 'year' | 'decade' | 'century';

/** One date of an expression, always Gregorian. */
export interface EdtfDate {
  /** The first year meant: 2020 for `202X`. */
  readonly year: number;
  readonly month?: number;
  readonly day?: number;
  /** 21 spring, 22 summer, 23 autumn, 24 winter. */
  readonly season?: number;
  readonly precision: DatePrecision;
  /** What was said to be unknown with `XX`, as against merely left out. */
  readonly unknown?: 'day' | 'month' | 'month and day';
  /** `~` or `%`. */
  readonly approximate: boolean;
  /** `?` or `%`. */
  readonly uncertain: boolean;
}

/** First and last month and day of each season; winter also reaches into the neighbouring years. */
const seasons: Readonly<Record<number, readonly [Day, Day]>> = {
  21: [span(0, 3, 1), span(0, 6, 21)],
  22: [span(0, 6, 1), span(0, 9, 23)],
  23: [span(0, 9, 1), span(0, 12, 22)],
  24: [span(-1, 12, 1), span(1, 3, 21)],
};

function span(year: number, month: number, day: number): Day {
  return { year, month, day };
}

/** The first day a date can mean. */
export function firstDay(date: EdtfDate): Day {
  const season = date.season === undefined ? undefined : seasons[date.season]?.[0];
  if (season !== undefined) return withinReach({ ...season, year: date.year + season.year });
  return { year: date.year, month: date.month ?? 1, day: date.day ?? 1 };
}

/** The last day a date can mean. */
export function lastDay(date: EdtfDate): Day {
  const season = date.season === undefined ? undefined : seasons[date.season]?.[1];
  if (season !== undefined) return withinReach({ ...season, year: date.year + season.year });
  const year =
    date.year + (date.precision === 'decade' ? 9 : date.precision === 'century' ? 99 : 0);
  const month = date.month ?? 12;
  return { year, month, day: date.day ?? daysInMonth('gregorian', year, month) };
}

// Years beyond 0001 and 9999 have no four-digit form.
function withinReach(day: Day): Day {
  if (day.year < 1) return { year: 1, month: 1, day: 1 };
  if (day.year > 9999) return { year: 9999, month: 12, day: 31 };
  return day;
}
