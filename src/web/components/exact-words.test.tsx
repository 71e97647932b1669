import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ExactWords } from './exact-words.tsx';

const drawn = (text: string) => renderToStaticMarkup(<ExactWords>{text}</ExactWords>);

test.each([
  ['he said \u202Eneerht\u202C times', 'RLO', 'PDF'],
  ['او گفت \u2066three\u2069 بار', 'LRI', 'PDI'],
])('%j keeps every sign and names those that turn the direction', (text, ...names) => {
  const html = drawn(text);
  expect(html.replaceAll(/<[^>]*>/g, '')).toBe(text);
  expect([...html.matchAll(/data-name="(\w+)"/g)].map(([, name]) => name)).toEqual(names);
  // Each stands alone in its box: nothing else is inside with it.
  for (const [, boxed = ''] of html.matchAll(/<span[^>]*>([^<]*)<\/span>/g)) {
    expect(boxed).toHaveLength(1);
  }
});

test.each(['plain words', 'می\u200Cروم', 'a\u200Fb'])('%j is left alone', (text) => {
  expect(drawn(text)).toBe(text);
});
