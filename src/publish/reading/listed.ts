import { isCountryCode, countryName, kind, term } from '#record';
import { parseEdtf, formatEdtf } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import type { ListedSubject } from '../subjects.ts';
import { addressOf, readName } from './names.ts';
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
  const kindLabel = labelOfKind(listed.kind, locale);
  const parsed = parseEdtf(listed.date);
  const { country } = listed;
  return {
    uid: listed.subject,
    kindLabel,
    name: readName(listed.names, locale) ?? { text: kindLabel, others: [] },
    address: addressOf(locale, listed.kind, listed.subject) ?? `/${locale}`,
    ...(parsed.ok && { date: formatEdtf(parsed.edtf, locale) }),
    ...(country !== null && isCountryCode(country) && { country: countryName(country, locale) }),
  };
}

const sourceLabels: Readonly<Record<Locale, string>> = {
  en: 'Source',
  fr: 'Source',
  fa: 'منبع',
};

/** What a kind is called; a source is no entity of the vocabulary but has a page all the same. */
export function labelOfKind(code: string, locale: Locale): string {
  if (code === 'source') return sourceLabels[locale];
  return kind(code)?.labels[locale] ?? '';
}

/** The class of reason for which something was taken back, in words; '' for an unknown one. */
export function removalReason(code: string, locale: Locale): string {
  return term('withdrawal-reasons', code)?.labels[locale] ?? '';
}
