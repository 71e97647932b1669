import { expect, test } from 'vitest';
import { direction, isLocale, locales, nativeName, negotiateLocale } from './locale.ts';

test.each([
  ['fa-IR,fa;q=0.9,en-US;q=0.8', 'fa'],
  ['de-DE,de;q=0.9,fr;q=0.5,en;q=0.4', 'fr'],
  ['en;q=0.2, fr;q=0.8', 'fr'],
  ['FR-ca', 'fr'],
  ['prs', 'fa'],
  ['fr;q=0, en', 'en'],
  ['fr;q=0', 'en'],
  ['de, *;q=0.5, fa;q=0.1', 'en'],
  ['', 'en'],
  [null, 'en'],
  [undefined, 'en'],
  ['constructor, __proto__, fr;q=0.1', 'fr'],
  ['fr;q=high, fa;q=0.1', 'fa'],
  [`${'x,'.repeat(100_000)}fr`, 'en'],
])('%s is served %s', (header, locale) => {
  expect(negotiateLocale(header)).toBe(locale);
});

test('only Persian runs from right to left', () => {
  expect(locales.map(direction)).toEqual(['ltr', 'ltr', 'rtl']);
});

test('a language is named in itself', () => {
  expect(locales.map(nativeName)).toEqual(['English', 'Français', 'فارسی']);
});

test('only our languages are languages', () => {
  expect(['en', 'fr', 'fa', 'de', 'EN', '', null, 0].map(isLocale)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
