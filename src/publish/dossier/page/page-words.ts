import type { Locale, Translator } from '#platform/languages';
import type { NameReading } from '../../reading/reading.ts';

/** What is needed to say something on the page. */
export interface PageWords {
  readonly locale: Locale;
  readonly t: Translator;
  /** Where a subject stands in this file; undefined for one that is not in it. */
  readonly anchorOf: (address: string | undefined) => string | undefined;
  /** What a subject is called in this file; undefined for one that is not in it. */
  readonly nameOf: (subject: string) => NameReading | undefined;
}

/** A BCP 47 tag, or nothing: what stands in an attribute of a stranger's document. */
export function tag(language: string | undefined): string | undefined {
  return language !== undefined && /^[A-Za-z\d-]{2,35}$/.test(language) ? language : undefined;
}

/** An address of the web that a reader may follow; undefined for any other scheme. */
export function webAddress(address: string): string | undefined {
  return /^https?:\/\//i.test(address) ? address : undefined;
}
