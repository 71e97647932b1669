import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codePointLength, sliceByCodePoints } from '#platform/languages';
import { paragraphsOf, type Highlight } from './text-segments.ts';

const text = 'One 🎬 two.\n\nThree four.';

describe('a text cut for drawing', () => {
  test('keeps paragraphs and says where each stretch begins', () => {
    const paragraphs = paragraphsOf(text, []);
    expect(paragraphs.map(({ start }) => start)).toEqual([0, 13]);
    expect(paragraphs[1]?.segments).toEqual([
      { start: 13, text: 'Three four.', passages: [], state: 'none' },
    ]);
  });

  test('draws overlapping passages side by side, the shorter one first', () => {
    const [paragraph] = paragraphsOf(text, [
      { passage: 'long', start: 0, end: 9, state: 'accepted' },
      { passage: 'short', start: 6, end: 9, state: 'proposed' },
    ]);
    expect(
      paragraph?.segments.map(({ text: words, passages, state }) => [words, passages, state]),
    ).toEqual([
      ['One 🎬 ', ['long'], 'accepted'],
      ['two', ['short', 'long'], 'proposed'],
      ['.', [], 'none'],
    ]);
  });

  test('loses nothing, whatever overlaps', () => {
    const letters = fc.constantFrom('a', ' ', '\n', '🎬', 'ی', '\u200c');
    const words = fc.array(letters, { maxLength: 40 }).map((units) => units.join(''));
    const spans = fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 6 });
    fc.assert(
      fc.property(words, spans, (whole, pairs) => {
        const highlights = pairs.map(([a, b], index): Highlight => ({
          passage: String(index),
          start: Math.min(a, b),
          end: Math.max(a, b) + 1,
          state: 'proposed',
        }));
        const paragraphs = paragraphsOf(whole, highlights);
        const drawn = paragraphs.map(({ segments }) => segments.map((one) => one.text).join(''));
        expect(drawn).toEqual(whole.split('\n').filter((line) => line.trim() !== ''));
        const length = codePointLength(whole);
        for (const { passage, start, end } of highlights.filter((one) => one.end <= length)) {
          const marked = paragraphs
            .flatMap(({ segments }) => segments)
            .filter(({ passages }) => passages.includes(passage))
            .map((one) => one.text);
          const quote = sliceByCodePoints(whole, start, end);
          const lines = quote.split('\n');
          expect(lines.join('').includes(marked.join(''))).toBe(true);
          if (!whole.includes('\n')) expect(marked.join('')).toBe(whole.trim() === '' ? '' : quote);
        }
      }),
    );
  });

  test('put every sign that turns the direction into a stretch of its own', () => {
    const [paragraph] = paragraphsOf('ab\u202Ecd\u202C', [
      { passage: 'p', start: 1, end: 4, state: 'none' },
    ]);
    expect(paragraph?.segments.map((one) => [one.start, one.text, one.passages])).toEqual([
      [0, 'a', []],
      [1, 'b', ['p']],
      [2, '\u202E', ['p']],
      [3, 'c', ['p']],
      [4, 'd', []],
      [5, '\u202C', []],
    ]);
  });
});
