import { boundsOf, parseHumanDate } from '#platform/calendar';
import type { Locale } from '#platform/languages';

/** The day as of which the record is shown, as it was asked for. */
export interface AsOf {
  readonly typed: string;
  /** The moment that day ends, UTC: everything done on it counts. */
  readonly until: Date | undefined;
  /** How the day was read, in words. */
  readonly words: string | undefined;
  /** Code of what is wrong with it. */
  readonly problem: string | undefined;
}

/** Reads the day from the address, in either calendar. A month or year means its last day. */
export function readAsOf(typed: string | null, locale: Locale): AsOf {
  const text = (typed ?? '').slice(0, 100);
  const nothing = { typed: text, until: undefined, words: undefined, problem: undefined };
  if (text.trim() === '') return nothing;
  const result = parseHumanDate(text, { locale });
  const latest = result.ok ? boundsOf(result.edtf).latest : undefined;
  if (!result.ok || latest === undefined) return { ...nothing, problem: 'date-not-a-date' };
  const until = new Date(`${latest}T00:00:00Z`);
  // Milliseconds, because a calendar day in UTC has no summer time.
  until.setTime(until.getTime() + 24 * 60 * 60 * 1000);
  return { ...nothing, until, words: result.reading.text };
}
