import { expect, test } from 'vitest';
import { wholeWords } from './whole-words.ts';

test('a cut word is left out, and the cut is marked', () => {
  const before = 'ilmmaker killed by the guard as he was walking on ';
  expect(wholeWords(before, 'before')).toBe('… killed by the guard as he was walking on ');
  const after = ' and directors such as those who signed the statem';
  expect(wholeWords(after, 'after')).toBe(' and directors such as those who signed the …');
});

test('the beginning and the end of a text stay as they are', () => {
  expect(wholeWords('He said ', 'before')).toBe('He said ');
  expect(wholeWords('.', 'after')).toBe('.');
});

test('words without spaces are only marked', () => {
  const long = '映'.repeat(48);
  expect(wholeWords(long, 'before')).toBe(`…${long}`);
  expect(wholeWords(long, 'after')).toBe(`${long}…`);
});
