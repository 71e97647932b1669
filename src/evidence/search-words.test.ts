import { assert, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { codePointLength, sliceByCodePoints } from '#platform/languages';
import { searchPieces, searchWords, snippet } from './search-words.ts';

test('words are folded as names are, each once', () => {
  expect(searchWords('Panahi’s Film – the FILM')).toEqual(['panahi', 's', 'film', 'the']);
  expect(searchWords('كريمي کریمی')).toEqual(['کریمی']);
  expect(searchWords('نامه‌ها')).toEqual(['نامهها']);
});

test('every word of a text stands in a piece, where the piece says it stands', () => {
  const letters = constantFrom('a', 'ب', '𐎠', ' ', ' ', 'é', '\n', '.');
  const texts = string({ unit: letters, maxLength: 12_000, minLength: 3_000 });
  assert(
    property(texts, (text) => {
      const pieces = searchPieces(text);
      let reached = 0;
      for (const piece of pieces) {
        expect(piece.start).toBeLessThanOrEqual(reached);
        reached = piece.end;
        expect(searchWords(sliceByCodePoints(text, piece.start, piece.end))).toEqual(piece.words);
      }
      const rest = sliceByCodePoints(text, reached, codePointLength(text));
      expect(searchWords(rest)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

test('a name across the seam of two pieces is whole in one of them', () => {
  const text = `${'word '.repeat(799)}Jafar Panahi ${'word '.repeat(400)}`;
  const whole = searchPieces(text).some(
    ({ words }) => words.includes('jafar') && words.includes('panahi'),
  );
  expect(whole).toBe(true);
});

test('a snippet marks what was searched and loses no letter of it', () => {
  const text = `${'Before it. '.repeat(30)}The director Mina Karimi was summoned. ${'After. '.repeat(60)}`;
  const parts = snippet(text, ['karim', 'mina']);
  expect(parts.filter((part) => part.hit).map((part) => part.text)).toEqual(['Mina', 'Karimi']);
  const words = parts.map((part) => part.text).join('');
  expect(words.startsWith('… ') && words.endsWith(' …')).toBe(true);
  expect(text).toContain(words.slice(2, -2));
  expect(snippet(text, ['nobody'])).toEqual([]);
});
