import { formatEdtf, parseEdtf } from '#platform/calendar';
import { localDigits, type Locale } from '#platform/languages';
import type { Instant } from '#record';

/** A moment of our own records in the calendar of the reader, with hour and minute UTC. */
export function momentWords(moment: Date, locale: Locale): string {
  const iso = moment.toISOString();
  const comma = locale === 'fa' ? '،' : ',';
  return `${dayWords(iso.slice(0, 10), locale)}${comma} ${localDigits(iso.slice(11, 16), locale)} UTC`;
}

/** The same to the microsecond, for a moment that a link names exactly. */
export function exactMomentWords(instant: Instant, locale: Locale): string {
  const [day = '', time = ''] = instant.slice(0, -1).split('T');
  const comma = locale === 'fa' ? '،' : ',';
  return `${dayWords(day, locale)}${comma} ${localDigits(time, locale)} UTC`;
}

/** A calendar day `2026-01-09`, or any EDTF, in the calendar of the reader. */
export function dayWords(day: string, locale: Locale): string {
  const parsed = parseEdtf(day);
  return parsed.ok ? formatEdtf(parsed.edtf, locale) : day;
}
