import { array, assert, constantFrom, integer, property, record, string } from 'fast-check';
import { expect, test } from 'vitest';
import { setLines, type Measure } from './set-lines.ts';

const measure: Measure = (text) => Array.from(text).length;
const words = (lines: ReturnType<typeof setLines>) =>
  lines.map((line) => line.map(({ text }) => text).join(''));

test('lines break between words, and no word is lost', () => {
  expect(words(setLines([{ text: 'we ask for help now' }], 8, measure))).toEqual([
    'we ask',
    'for help',
    'now',
  ]);
});

test('a word that is too wide is broken', () => {
  expect(words(setLines([{ text: 'a https://long.example' }], 8, measure))).toEqual([
    'a',
    'https://',
    'long.exa',
    'mple',
  ]);
});

test('settings stay apart within a line', () => {
  const runs = [{ text: 'we ' }, { text: 'ask', marks: ['strong'] as const }, { text: ' you' }];
  expect(setLines(runs, 20, measure)).toEqual([
    [
      { text: 'we ', marks: [], width: 3 },
      { text: 'ask', marks: ['strong'], width: 3 },
      { text: ' you', marks: [], width: 4 },
    ],
  ]);
});

test('whatever is set, the words are those of the text and no line is too wide', () => {
  assert(
    property(
      array(record({ text: string({ unit: constantFrom('a', 'b', ' ', 'ی') }) })),
      integer({ min: 2, max: 12 }),
      (runs, width) => {
        const set = words(setLines(runs, width, measure));
        const bare = (text: string) => text.replaceAll(/\s/gu, '');
        expect(bare(set.join(''))).toBe(bare(runs.map(({ text }) => text).join('')));
        for (const line of set) expect(Array.from(line).length).toBeLessThanOrEqual(width + 1);
      },
    ),
  );
});
