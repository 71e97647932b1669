import { boundsOf, parseHumanDate } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import { parseInstant, type Instant } from '#record';
import { exactMomentWords } from '../claims/moment-words.ts';

/** The day or moment as of which the record is shown, as it was asked for. */
export interface AsOf {
  readonly typed: string;
  /** The last moment that counts: of a day in UTC its last. */
  readonly until: Instant | undefined;
  /** How it was read, in words. */
  readonly words: string | undefined;
  /** It is the moment of a step and not a day. */
  readonly isMoment: boolean;
  /** Code of what is wrong with it. */
  readonly problem: string | undefined;
}

/**
 * Reads it from the address: a day in either calendar, a month or year (its last day), or the moment
 * of a step as links give it, to the microsecond.
 */
export function readAsOf(typed: string | null, locale: Locale): AsOf {
  const text = (typed ?? '').slice(0, 100);
  const nothing = {
    typed: text,
    until: undefined,
    words: undefined,
    problem: undefined,
    isMoment: false,
  };
  if (text.trim() === '') return nothing;
  const moment = parseInstant(text);
  if (moment !== undefined) {
    return { ...nothing, until: moment, words: exactMomentWords(moment, locale), isMoment: true };
  }
  const result = parseHumanDate(text, { locale });
  const latest = result.ok ? boundsOf(result.edtf).latest : undefined;
  if (!result.ok || latest === undefined) return { ...nothing, problem: 'date-not-a-date' };
  const until = parseInstant(`${latest}T23:59:59.999999Z`);
  if (until === undefined) return { ...nothing, problem: 'date-not-a-date' };
  return { ...nothing, until, words: result.reading.text };
}
