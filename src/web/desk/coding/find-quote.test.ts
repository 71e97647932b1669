import { expect, test } from 'vitest';
import { findQuote, wordsNaming } from './find-quote.ts';

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

test('names something new by its name where that stands nearest, else by the whole part', () => {
  const page = 'A Letter. Long before. Signed under A Letter by Ada and Bo.';
  const part = { start: page.indexOf('Ada'), end: page.length - 1 };
  const near = page.lastIndexOf('A Letter');
  expect(wordsNaming(page, 'A Letter', part)).toEqual({ start: near, end: near + 8 });
  expect(wordsNaming(page, 'Another letter', part)).toEqual(part);
});
