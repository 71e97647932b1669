import { expect, test } from 'vitest';
import { findWords, readPlainForm, sentencesOf, wordsAt, type LetterText } from './index.ts';

const text = (body: string, language = 'en'): LetterText => ({
  letter: '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57',
  ...{ number: 1, language, title: 'A call', addressees: [], demands: [], initiators: [] },
  blocks: readPlainForm(body),
});

test('sentences, where they stand, and whether they hold a figure', () => {
  const whole = text('We ask. 𝒦 more than 3,000 were *killed*.\n\n- one\n- ۲ تن');
  expect(sentencesOf(whole).map(({ words, hasFigure }) => [words, hasFigure])).toEqual([
    ['We ask.', false],
    ['𝒦 more than 3,000 were killed.', true],
    ['one', false],
    ['۲ تن', true],
  ]);
  for (const sentence of sentencesOf(whole)) expect(wordsAt(whole, sentence)).toBe(sentence.words);
  expect(sentencesOf(text('چنین گفت. نه، نگفت؟ آری.', 'fa'))).toHaveLength(3);
});

test('words are found again only where they stand once', () => {
  const whole = text('𝒦 one two\n\ntwo three');
  const found = findWords(whole, 'three');
  expect(found).toEqual({ block: 1, start: 4, end: 9 });
  expect(found && wordsAt(whole, found)).toBe('three');
  expect(findWords(whole, 'one')).toEqual({ block: 0, start: 2, end: 5 });
  for (const words of ['two', 'four', '']) expect(findWords(whole, words)).toBeUndefined();
});

test('a stretch that the text does not have has no words', () => {
  const whole = text('one');
  for (const [block, start, end] of [
    ...[
      [1, 0, 1],
      [0, 0, 4],
      [0, 2, 2],
      [0, -1, 1],
    ],
  ] as [number, number, number][]) {
    expect(wordsAt(whole, { block, start, end })).toBe('');
  }
});
