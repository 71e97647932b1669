/** What was confirmed within an hour. */
export interface HourFigure {
  /** Its beginning in UTC, `2026-01-21T14`. */
  readonly hour: string;
  readonly counted: number;
  readonly aside: number;
}

/** An hour that stands out, and by how much. */
export interface Burst {
  readonly hour: string;
  readonly signed: number;
  /** Times the middle one of all hours shown. */
  readonly times: number;
}

const leastSigned = 50;
const leastTimes = 5;

/**
 * Hours with many more confirmations than the others: five times their median, and fifty at least. A
 * burst is no fraud: a letter on the evening news has one. Pure.
 */
export function burstsOf(hours: readonly HourFigure[]): Burst[] {
  const sums = hours.map(({ counted, aside }) => counted + aside).toSorted((a, b) => a - b);
  const median = Math.max(1, sums[Math.floor(sums.length / 2)] ?? 0);
  return hours.flatMap(({ hour, counted, aside }) => {
    const signed = counted + aside;
    const times = Math.floor(signed / median);
    return signed >= leastSigned && times >= leastTimes ? [{ hour, signed, times }] : [];
  });
}

/** The last so many hours up to a moment, with those in which nothing happened. Pure. */
export function everyHour(found: readonly HourFigure[], until: Date, hours: number): HourFigure[] {
  const byHour = new Map(found.map((one) => [one.hour, one]));
  const last = Math.floor(until.getTime() / 3_600_000);
  return Array.from({ length: hours }, (_, at) => {
    const moment = new Date((last - hours + 1 + at) * 3_600_000);
    const hour = moment.toISOString().slice(0, 13);
    return byHour.get(hour) ?? { hour, counted: 0, aside: 0 };
  });
}
