import { isCountryCode, countryName, term } from '#record';
import { parseEdtf, formatEdtf } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import type { ListedSubject } from '../subjects.ts';
import { addressOf, kindLabel, readName } from './names.ts';
import type { NameReading } from './reading.ts';

/** A published subject in a list, in the reader's words. */
export interface ListedReading {
  readonly uid: string;
  readonly kindLabel: string;
  readonly name: NameReading;
  readonly address: string;
  /** The day it speaks of first. */
  readonly date?: string;
  readonly country?: string;
}

export function readListed(listed: ListedSubject, locale: Locale): ListedReading {
  const called = labelOfKind(listed.kind, locale);
  const parsed = parseEdtf(listed.date);
  const { country } = listed;
  return {
    uid: listed.subject,
    kindLabel: called,
    name: readName(listed.names, locale) ?? { text: called, others: [] },
    address: addressOf(locale, listed.kind, listed.subject) ?? `/${locale}`,
    ...(parsed.ok && { date: formatEdtf(parsed.edtf, locale) }),
    ...(country !== null && isCountryCode(country) && { country: countryName(country, locale) }),
  };
}

/** What a kind is called. */
export function labelOfKind(code: string, locale: Locale): string {
  return kindLabel(code, { locale });
}

/** The class of reason for which something was taken back, in words; '' for an unknown one. */
export function removalReason(code: string, locale: Locale): string {
  return term('withdrawal-reasons', code)?.labels[locale] ?? '';
}
