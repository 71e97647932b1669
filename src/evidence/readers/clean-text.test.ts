import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTextLength, cleanText, countCodePoints } from './clean-text.ts';

test('changes line ends and invisible controls and nothing else', () => {
  expect(cleanText('\uFEFFa\r\nb\rc\0\u0007\td\fe')).toBe('a\nb\nc\td\fe');
  expect(cleanText('e\u0301 ﷲ ‌ﻻ \u00A0')).toBe('e\u0301 ﷲ ‌ﻻ \u00A0');
  expect(cleanText('a\uD800b')).toBe('a\uFFFDb');
});

test('clean text is stable, well formed and free of what PostgreSQL refuses', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('\r', '\n', '\0', 'a') }),
      (a, b) => {
        const clean = cleanText(a + b);
        expect(cleanText(clean.replace(/^\uFEFF+/, ''))).toBe(clean.replace(/^\uFEFF+/, ''));
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/[\0\r]/);
      },
    ),
  );
});

test('counts code points as iteration does', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '🎬', '\uD800', '\uDC00', 'ف') }),
      (text) => {
        expect(countCodePoints(text)).toBe(Array.from(text).length);
      },
    ),
  );
});

test('refuses nothing and too much', () => {
  expect(() => checkTextLength(' \n\t', 10)).toThrow(expect.objectContaining({ code: 'no-text' }));
  expect(() => checkTextLength('🎬🎬🎬', 2)).toThrow(
    expect.objectContaining({ code: 'too-large' }),
  );
  expect(checkTextLength('🎬🎬', 2)).toBe(2);
});
