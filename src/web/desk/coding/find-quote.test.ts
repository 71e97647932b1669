import { expect, test } from 'vitest';
import { findQuote } from './find-quote.ts';

const text = '🎬 The film (2024) opened.\nThe  film closed.';

test('finds every place, in code points, whatever the white space', () => {
  expect(findQuote(text, ' The\nfilm ').map(({ start, end }) => [start, end])).toEqual([
    [2, 10],
    [26, 35],
  ]);
});

test('takes signs as signs and not as a pattern', () => {
  expect(findQuote(text, '(2024)')).toHaveLength(1);
  expect(findQuote(text, '.*')).toEqual([]);
  expect(findQuote(text, '   ')).toEqual([]);
});

test('does not take one letter for another', () => {
  expect(findQuote('کتاب', 'كتاب')).toEqual([]);
});
