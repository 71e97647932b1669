import type { Wording } from '#letters';
import { consentPurposes, type ConsentPurpose } from '#letters/form';
import type { Locale } from '#platform/languages';
import { translatorOf, type AreaTranslator } from '../../messages/catalogs.ts';

/** The words beside each box, as the page shows them. */
export function wordingsIn(locale: Locale, publisher: string): Wording[] {
  const t = translatorOf(locale, 'sign');
  return consentPurposes.map((purpose) => ({
    ...{ purpose, language: locale },
    words: consentWords(t, purpose, publisher),
  }));
}

export function consentWords(
  t: AreaTranslator<'sign'>,
  purpose: ConsentPurpose,
  publisher: string,
): string {
  return t(`consent.${purpose}`, { publisher });
}
