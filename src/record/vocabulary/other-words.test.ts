import { expect, test } from 'vitest';
import { otherWords, term, vocabularies } from './index.ts';

test('every term that other words are given for is there', () => {
  const known = vocabularies.flatMap(({ code, terms }) =>
    terms.map((one) => [code, one.code] as const),
  );
  const told = known.filter(([vocabulary, code]) => otherWords(vocabulary, code) !== '');
  expect(told).toHaveLength(50);
  expect(otherWords('acts', '010105010000')).toContain('shot');
  expect(term('occupations', '029005050300')?.labels.en).toBe('Actor');
  expect(otherWords('occupations', '029005050300')).toContain('actress');
});

test('what has none, and what is no vocabulary, has none', () => {
  expect(otherWords('acts', '999')).toBe('');
  expect(otherWords('constructor', 'name')).toBe('');
});
