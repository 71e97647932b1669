import * as z from 'zod';
import { label, vocabulary } from '#record';
import type { Locale } from '#platform/languages';
import { date } from '../../forms/index.ts';

/** Classes of reason that readers of a tombstone are told. */
export function removalReasons(
  locale: Locale,
): { readonly value: string; readonly label: string }[] {
  return vocabulary('withdrawal-reasons').terms.map((term) => ({
    value: term.code,
    label: label(term, locale),
  }));
}

/** What `RemovalFields` send. */
export function removalForm(locale: Locale) {
  return z.object({
    title: z.string(),
    reasonClass: z.string(),
    basisReason: z.string(),
    riskNote: z.string(),
    reviewOn: date(locale),
  });
}
