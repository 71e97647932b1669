/** The languages Countersign speaks. English is written first and gives the message keys. */
export type Locale = 'en' | 'fr' | 'fa';

export const locales: readonly Locale[] = ['en', 'fr', 'fa'];

export const defaultLocale: Locale = 'en';

const nativeNames: Readonly<Record<Locale, string>> = {
  en: 'English',
  fr: 'Français',
  fa: 'فارسی',
};

/** Says whether a value names a language Countersign speaks. Never throws. */
export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

/** Writing direction, for the `dir` attribute. */
export function direction(locale: Locale): 'ltr' | 'rtl' {
  return locale === 'fa' ? 'rtl' : 'ltr';
}

/** The language's name in itself, as a language switch shows it. */
export function nativeName(locale: Locale): string {
  return nativeNames[locale];
}

// The header is written by anyone; browsers send well under this.
const headerLimit = 1000;

// Dari is written Persian; its readers are better served by fa than by English.
const stepsIn: Readonly<Record<string, Locale>> = {
  en: 'en',
  fr: 'fr',
  fa: 'fa',
  prs: 'fa',
  pes: 'fa',
};

/**
 * Picks the language a browser prefers most from `Accept-Language` (RFC 9110 §12.5.4).
 *
 * Regions are ignored (`fr-CA` is French), ranges with `q=0` are refusals, and what cannot be read
 * is skipped. English when nothing fits. Never throws.
 */
export function negotiateLocale(acceptLanguage: string | null | undefined): Locale {
  const wanted = (acceptLanguage ?? '')
    .slice(0, headerLimit)
    .split(',')
    .map(readRange)
    .filter((range) => range.quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const locale = Object.hasOwn(stepsIn, language) ? stepsIn[language] : undefined;
    if (locale !== undefined) return locale;
    if (language === '*') break;
  }
  return defaultLocale;
}

function readRange(range: string): { language: string; quality: number } {
  const [tag = '', ...parameters] = range.split(';');
  const [language = ''] = tag.trim().toLowerCase().split('-');
  const weight = parameters.map((text) => /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/i.exec(text)?.[1]);
  const quality =
    parameters.length === 0 ? 1 : Number(weight.find((text) => text !== undefined) ?? 0);
  return { language, quality };
}
