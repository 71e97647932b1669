import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const catalogs = ['en', 'fr', 'fa'].flatMap((locale) =>
  readdirSync(join(import.meta.dirname, locale)).map(
    (name): readonly [string, Readonly<Record<string, string>>] => [
      `${locale}/${name}`,
      JSON.parse(readFileSync(join(import.meta.dirname, locale, name), 'utf8')) as Record<
        string,
        string
      >,
    ],
  ),
);

const refusals = (catalog: Readonly<Record<string, string>>) =>
  Object.entries(catalog).filter(([key]) => key.startsWith('refusal.'));

test.each(catalogs)('%s spells every refusal in kebab-case', (_name, catalog) => {
  for (const [key] of refusals(catalog)) expect(key).toMatch(/^refusal\.[a-z]+(?:-[a-z]+)*$/);
});

test.each(catalogs)('%s ends every refusal as a sentence', (_name, catalog) => {
  for (const [key, text] of refusals(catalog)) expect(text, key).toMatch(/[.?!؟]$/u);
});
