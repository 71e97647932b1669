import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockOf, clockText, parseClock } from './place-words.ts';

test('a time is written as a player shows it', () => {
  expect([7, 62.5, 62.25, 3723, 59.999].map(clockOf)).toEqual([
    '0:07',
    '1:02.5',
    '1:02.25',
    '1:02:03',
    '1:00',
  ]);
  expect(clockText(62, 'fa')).toBe('۱:۰۲');
});

test('what is written is read back, to the hundredth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e8 }), (hundredths) => {
      expect(parseClock(clockOf(hundredths / 100))).toBeCloseTo(hundredths / 100, 6);
    }),
  );
});

test.each([
  ['12', 12],
  [' 1:30 ', 90],
  ['۱:۰۲٫۵', 62.5],
  ['0,5', 0.5],
  ['1:00:00', 3600],
  ['', undefined],
  ['soon', undefined],
  ['1:2:3:4', undefined],
  ['-1', undefined],
])('%s is read as %s seconds', (typed, seconds) => {
  expect(parseClock(typed)).toBe(seconds);
});
