import { expect, test } from 'vitest';
import { findFigureText } from './find-figure-text.ts';

test.each([
  ['the killings of more than 16,000 people, it is believed', 'more than 16,000'],
  ['Eight hundred film professionals signed.', 'Eight hundred'],
  ['“about 800”, they say', 'about 800'],
  ['between 5 and 7 of them', 'between 5 and 7'],
  ['بیش از ۳۰۰۰ نفر', 'بیش از ۳۰۰۰'],
  ['nobody was there', undefined],
  ['', undefined],
])('%s', (text, figure) => {
  expect(findFigureText(text)).toBe(figure);
});

test('a long text costs little', () => {
  expect(findFigureText('word '.repeat(100_000))).toBeUndefined();
});
