import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog, Locale } from '#platform/languages';
import type { PageCatalogs } from '#publish';

// Dossiers and verdicts speak in the words of the pages, which no room below the pages may import.
const areas = ['common', 'public', 'dossier'];

/** The messages with which dossiers are made and verdicts told. */
export function readDossierWords(): PageCatalogs {
  return { en: catalogOf('en'), fr: catalogOf('fr'), fa: catalogOf('fa') };
}

function catalogOf(locale: Locale): Catalog {
  const folder = path.join(import.meta.dirname, 'web/messages', locale);
  const found = areas.map(
    (area) => JSON.parse(readFileSync(path.join(folder, `${area}.json`), 'utf8')) as Catalog,
  );
  return Object.assign({}, ...found) as Catalog;
}
