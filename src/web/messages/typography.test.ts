import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kinds, properties, vocabularies } from '#record';

/** Every message of a language with where it stands; arguments and selectors are taken out. */
function messagesOf(locale: string): readonly (readonly [string, string])[] {
  const folder = join(import.meta.dirname, locale);
  return readdirSync(folder).flatMap((file) => {
    const messages: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return Object.entries(messages as Record<string, string>).map(
      ([key, text]) => [`${file} ${key}`, wordsOf(text)] as const,
    );
  });
}

function wordsOf(text: string): string {
  return text
    .replaceAll(/\{\w+, (?:plural|select),/gu, '')
    .replaceAll(/\{\w+(?:, number)?\}/gu, 'x')
    .replaceAll(/(?:=\d|one|other) (?=\{)/gu, '');
}

const labelsOf = (locale: 'fr' | 'fa') => [
  ...kinds.flatMap((kind) => [kind.labels[locale], kind.plural[locale]]),
  ...properties.flatMap((property) => [property.labels[locale], property.help[locale]]),
  ...vocabularies.flatMap(({ terms }) => terms.map(({ labels }) => labels[locale])),
];

test('Persian has its own letters, digits and marks; Latin words stand in isolates', () => {
  for (const [where, text] of messagesOf('fa')) {
    const persian = text.replaceAll(/\u2068[^\u2069]*\u2069|SHA-256/gu, '');
    expect(persian, where).not.toMatch(/[\u0643\u0649\u064A\u0660-\u0669]/u);
    expect(persian, where).not.toMatch(/[0-9;?]|,(?! )|[\u0600-\u06FF],/u);
    expect(persian, where).not.toMatch(
      /\u200C\s|\s\u200C|(?:^|\s)ن?می [\u0600-\u06FF]|ه ها(?:\s|$)/u,
    );
  }
});

test('French has its apostrophe, and spaces that do not break before its marks', () => {
  const french = [...messagesOf('fr'), ...labelsOf('fr').map((text) => ['label', text] as const)];
  for (const [where, text] of french) {
    expect(text, `${where}: ${text}`).not.toMatch(/'| [:;?!»](?=\s|$)|« |[\p{L}»)][;?!]/u);
  }
});

test('no Persian label waits for a word after it', () => {
  for (const text of labelsOf('fa'))
    expect(text).not.toMatch(/\u0650$|ۀ$|(?:^|\s)(?:از|با|در|به|تا|ِ)$/u);
});
