import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  codePointLength,
  codePointOffset,
  sliceByCodePoints,
  utf16Offset,
} from './text-offsets.ts';

const texts = fc.string({ unit: 'binary', maxLength: 60 });
// Also lone surrogates, which a broken paste can bring.
const anyUnits = fc
  .array(fc.integer({ min: 0xd7f0, max: 0xe010 }))
  .map((units) => String.fromCharCode(...units));

test('lengths and slices agree with JavaScript’s own walk over characters', () => {
  fc.assert(
    fc.property(fc.oneof(texts, anyUnits), fc.nat(), fc.nat(), (text, a, b) => {
      const characters = Array.from(text);
      expect(codePointLength(text)).toBe(characters.length);
      const [start = 0, end = 0] = [a, b]
        .map((n) => n % (characters.length + 1))
        .sort((x, y) => x - y);
      expect(sliceByCodePoints(text, start, end)).toBe(characters.slice(start, end).join(''));
    }),
  );
});

test('offsets survive the way to UTF-16 and back', () => {
  fc.assert(
    fc.property(fc.oneof(texts, anyUnits), fc.nat(), (text, seed) => {
      const offset = seed % (codePointLength(text) + 1);
      expect(codePointOffset(text, utf16Offset(text, offset))).toBe(offset);
    }),
  );
});

test('an offset inside a character is its start', () => {
  expect(codePointOffset('a😀b', 2)).toBe(1);
  expect(codePointOffset('a😀b', 3)).toBe(2);
  expect(utf16Offset('a😀b', 2)).toBe(3);
});

test.each([-1, 4, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('offset %s is refused', (offset) => {
  expect(() => codePointOffset('abc', offset)).toThrow(RangeError);
  expect(() => utf16Offset('abc', offset)).toThrow(RangeError);
});

test('offsets past the last character are refused, also where UTF-16 is longer', () => {
  expect(() => utf16Offset('😀', 2)).toThrow(RangeError);
  expect(() => sliceByCodePoints('abc', 2, 1)).toThrow(RangeError);
  expect(() => sliceByCodePoints('abc', 1, 4)).toThrow(RangeError);
});
