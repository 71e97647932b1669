import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { asciiDigits, formatList, formatNumber, listParts, localDigits } from './numbers.ts';

test('quantities are written as the language does', () => {
  expect(formatNumber(16_000, 'en')).toBe('16,000');
  expect(formatNumber(16_000, 'fr')).toBe('16\u202f000');
  expect(formatNumber(16_000n, 'fa')).toBe('۱۶٬۰۰۰');
  expect(formatNumber(0.5, 'en', { style: 'percent' })).toBe('50%');
  expect(formatNumber(0.5, 'en')).toBe('0.5');
});

test('digits of years and codes are not grouped', () => {
  expect(localDigits('1404', 'fa')).toBe('۱۴۰۴');
  expect(localDigits('1404', 'fr')).toBe('1404');
  expect(asciiDigits('۱۴۰۴ و ١٤٠٤')).toBe('1404 و 1404');
});

test('digits survive the way there and back', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9 ]*$/), (text) => {
      expect(asciiDigits(localDigits(text, 'fa'))).toBe(text);
    }),
  );
});

test('lists join in the language', () => {
  expect(formatList(['A', 'B', 'C'], 'en')).toBe('A, B, and C');
  expect(formatList(['A', 'B', 'C'], 'fr', 'disjunction')).toBe('A, B ou C');
  expect(formatList(['A', 'B', 'C'], 'fa')).toBe('A،‏ B، و C');
  const items = [{ name: 'A' }, { name: 'B' }];
  expect(listParts(items, 'fr')).toEqual([items[0], ' et ', items[1]]);
});
