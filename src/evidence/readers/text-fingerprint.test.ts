import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { textFingerprint } from './text-fingerprint.ts';

test.each([
  ['The  Film\n', 'the film'],
  ['فیلم‌سازی', 'فیلمسازی'],
  ['كتاب علي', 'کتاب علی'],
  ['ﻓﯿﻠﻢ', 'فیلم'],
  ['STRASSE', 'straße'],
  ['co\u00ADoperate', 'cooperate'],
])('%s and %s are the same words', (one, other) => {
  expect(textFingerprint(one)).toBe(textFingerprint(other));
});

test('other words have another fingerprint', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z ]{0,20}[a-z]$/), (text) => {
      expect(textFingerprint(`${text}x`)).not.toBe(textFingerprint(text));
      expect(textFingerprint(`  ${text.toUpperCase()} \r\n`)).toBe(textFingerprint(text));
    }),
  );
});
