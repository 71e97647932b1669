import { foldForSearch } from '#platform/languages';
import { labelLocales, type LabelLocale } from './labels.ts';

// CLDR names these too, but they are groupings, pseudo-regions or parts of a country with its own code.
const notCountries: ReadonlySet<string> = new Set(
  ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'].concat(['AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA']),
);
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
const regionNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
const longestTag = 35;

/**
 * Codes of the countries and territories one can choose, in order: ISO 3166-1 alpha-2 as CLDR knows
 * it, with XK for Kosovo and without codes that have been withdrawn.
 */
export const countryCodes: readonly string[] = letters
  .flatMap((first) => letters.map((second) => first + second))
  .filter(isCurrentRegion);

const knownCountries: ReadonlySet<string> = new Set(countryCodes);

/** Whether `code` is one of `countryCodes`. Upper case is required. */
export function isCountryCode(code: string): boolean {
  return knownCountries.has(code);
}

/** Name of a country in the reader's language, from CLDR. `code` must be a country code. */
export function countryName(code: string, locale: LabelLocale): string {
  return displayNames(locale, 'region').of(code) ?? code;
}

let byName: ReadonlyMap<string, string> | undefined;

/** The country code that a text is, or the name of which it is in one of our languages; else undefined. */
export function findCountry(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (isCountryCode(code)) return code;
  byName ??= new Map(
    labelLocales.flatMap((locale) =>
      countryCodes.map((one) => [foldForSearch(countryName(one, locale)), one] as const),
    ),
  );
  return byName.get(foldForSearch(text));
}

/**
 * A BCP 47 tag in canonical form (`FA-ir` → `fa-IR`), or `undefined` if the text is none or its
 * language is unknown to CLDR. The text comes from a form: nothing in it makes this throw.
 */
export function parseLanguageTag(text: string): string | undefined {
  if (text.length > longestTag) return undefined;
  try {
    const [tag] = Intl.getCanonicalLocales(text.trim());
    if (tag === undefined) return undefined;
    return languageNames.of(new Intl.Locale(tag).language) === undefined ? undefined : tag;
  } catch {
    return undefined;
  }
}

/** Name of a language in the reader's language, from CLDR. `tag` must come from `parseLanguageTag`. */
export function languageName(tag: string, locale: LabelLocale): string {
  return displayNames(locale, 'language').of(tag) ?? tag;
}

function isCurrentRegion(code: string): boolean {
  if (notCountries.has(code) || regionNames.of(code) === undefined) return false;
  // A withdrawn code is canonicalised to its successor (DD → DE).
  return new Intl.Locale(`und-${code}`).region === code;
}

const made = new Map<string, Intl.DisplayNames>();

// Kept, because making one costs far more than asking it, and a list asks hundreds of times.
function displayNames(locale: LabelLocale, type: 'region' | 'language'): Intl.DisplayNames {
  const key = `${type} ${locale}`;
  const names = made.get(key) ?? new Intl.DisplayNames([locale, 'en'], { type });
  made.set(key, names);
  return names;
}
