import { formatEdtf, parseEdtf } from '#platform/calendar';
import { localDigits, type Locale } from '#platform/languages';

/** A moment as a calendar day (UTC) in the reader's calendar. */
export function sayDay(moment: Date, locale: Locale): string {
  const parsed = parseEdtf(moment.toISOString().slice(0, 10));
  return parsed.ok ? formatEdtf(parsed.edtf, locale, { both: locale === 'fa' }) : '';
}

/** A moment in the reader's calendar, with hour and minute (UTC). */
export function sayMoment(moment: Date, locale: Locale): string {
  const comma = locale === 'fa' ? '،' : ',';
  const time = localDigits(moment.toISOString().slice(11, 16), locale);
  return `${sayDay(moment, locale)}${comma} ${time} UTC`;
}
