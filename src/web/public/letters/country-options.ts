import { countryCodes, countryName } from '#record';
import type { Locale } from '#platform/languages';

export interface CountryOption {
  readonly value: string;
  readonly label: string;
}

const known = new Map<Locale, readonly CountryOption[]>();

/** Every country by its name in a language, in the order of its alphabet. */
export function countryOptions(locale: Locale): readonly CountryOption[] {
  const options =
    known.get(locale) ??
    countryCodes
      .map((value) => ({ value, label: countryName(value, locale) }))
      .toSorted((a, b) => a.label.localeCompare(b.label, locale));
  known.set(locale, options);
  return options;
}
