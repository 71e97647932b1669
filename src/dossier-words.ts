import { readFileSync } from 'node:fs';
import path from 'node:path';
import { locales, type Catalog } from '#platform/languages';
import type { PageCatalogs } from '#publish';

// Dossiers and verdicts speak in the words of the pages, which no room below the pages may import.

/** The messages with which dossiers are made: all of them count in the version of a dossier's page. */
export function readDossierWords(): PageCatalogs {
  return catalogsOf('common', 'public', 'dossier');
}

/** The messages with which verdicts are told. A new one makes no dossier of before another version's. */
export function readVerdictWords(): PageCatalogs {
  return catalogsOf('common', 'verdict');
}

/** The messages of frames, kits and pictures of a letter. */
export function readPressCatalogs(): PageCatalogs {
  return catalogsOf('common', 'public', 'sign', 'press');
}

function catalogsOf(...areas: readonly string[]): PageCatalogs {
  const ofLocale = (locale: string) => {
    const folder = path.join(import.meta.dirname, 'web/messages', locale);
    const found = areas.map(
      (area) => JSON.parse(readFileSync(path.join(folder, `${area}.json`), 'utf8')) as Catalog,
    );
    return Object.assign({}, ...found) as Catalog;
  };
  return Object.fromEntries(
    locales.map((locale) => [locale, ofLocale(locale)] as const),
  ) as PageCatalogs;
}
