import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compareMessages, type Catalogs, type Untranslated } from './compare-messages.ts';

// Exits 1 with one line per fault when a translation does not fit its English message.
const folder = path.join(import.meta.dirname, '..', 'src', 'web', 'messages');

function readJson(...names: string[]): unknown {
  return JSON.parse(readFileSync(path.join(folder, ...names), 'utf8'));
}

function readCatalogs(locale: string): Catalogs[string] {
  const files = readdirSync(path.join(folder, locale)).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name) => [
      path.basename(name, '.json'),
      readJson(locale, name) as Record<string, string>,
    ]),
  );
}

const faults = compareMessages(
  { en: readCatalogs('en'), fr: readCatalogs('fr'), fa: readCatalogs('fa') },
  readJson('untranslated.json') as Untranslated,
);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
