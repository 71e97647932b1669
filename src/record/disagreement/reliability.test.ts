import { expect, test } from 'vitest';
import { rankOfReliability } from './reliability.ts';

test('what was assessed stands in its order, before all that was not', () => {
  const codes = ['010000000000', '030000000000', '050000000000', '990000000000'];
  const ranked = codes.map(rankOfReliability);
  expect(ranked).toEqual(ranked.toSorted((a, b) => a - b));
  expect(new Set(ranked).size).toBe(4);
});

test('no source that was not assessed is more reliable than another, or than none', () => {
  expect(rankOfReliability('990000000000')).toBe(rankOfReliability(undefined));
  expect(rankOfReliability('an added term')).toBe(rankOfReliability(undefined));
});
