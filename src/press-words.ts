import { createTranslator, locales } from '#platform/languages';
import type { PressWords } from '#publish/press';
import { readPressCatalogs } from './dossier-words.ts';

/** What stands in frames, kits and pictures of a letter, in the words of the pages. */
export function readPressWords(): PressWords {
  const catalogs = readPressCatalogs();
  return Object.fromEntries(
    locales.map((locale) => [locale, createTranslator(locale, catalogs[locale])] as const),
  ) as PressWords;
}
