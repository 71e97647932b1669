import type { PageMaker } from '@countersign/dossier';
import type { HashProvider } from '@countersign/proof';
import { formatList, formatNumber, locales } from '#platform/languages';
import { countryCodes, countryName, kinds, languageName, properties, vocabularies } from '#record';
import { pageStyle } from './page-style.ts';
import { renderPage, type PageCatalogs } from './render-page.ts';

/** Raised whenever the markup changes; words, labels and the platform's names count by themselves. */
const markupVersion = 5;

/**
 * What makes `index.html`. Its version names everything that the page depends on besides the dossier:
 * this code, our words, the labels of the record, and the names that the platform gives to countries,
 * languages and numbers. Two programs of one version make the same bytes; another version says nothing.
 */
export function createPageMaker(provider: HashProvider, catalogs: PageCatalogs): PageMaker {
  let version: string | undefined;
  return {
    get version() {
      version ??= `${markupVersion}.${fingerprint(provider, catalogs)}`;
      return version;
    },
    render: (contents) => renderPage(contents, catalogs),
  };
}

function fingerprint(provider: HashProvider, catalogs: PageCatalogs): string {
  const words = locales.map((locale) => Object.entries(catalogs[locale]).sort(byKey));
  const all = [words, pageStyle, kinds, properties, vocabularies, platformNames()];
  const digest = provider.sha256(new TextEncoder().encode(JSON.stringify(all)));
  return Array.from(digest.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
const units = ['year', 'month', 'week', 'day', 'hour'];
const counts = [1, 2, 5, 11, 1234567];

/** A sample of what the platform says in words: it changes with the data that a browser or Node carries. */
function platformNames(): unknown {
  const languages = letters.flatMap((first) => letters.map((second) => first + second));
  return locales.map((locale) => [
    countryCodes.map((code) => countryName(code, locale)),
    languages.map((code) => languageName(code, locale)),
    formatList(['a', 'b', 'c'], locale),
    formatNumber(1234567.89, locale),
    formatNumber(1234567.5, locale, {
      style: 'currency',
      currency: 'IRR',
      currencyDisplay: 'code',
    }),
    units.flatMap((unit) =>
      counts.map((count) =>
        formatNumber(count, locale, { style: 'unit', unit, unitDisplay: 'long' }),
      ),
    ),
    counts.map((count) => new Intl.PluralRules(locale).select(count)),
  ]);
}
