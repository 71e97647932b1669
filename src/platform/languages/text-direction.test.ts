import { expect, test } from 'vitest';
import { textDirection } from './text-direction.ts';

test.each([
  ['fa', 'rtl'],
  ['fa-AF', 'rtl'],
  ['ckb', 'rtl'],
  ['ku', 'ltr'],
  ['ku-Arab', 'rtl'],
  ['az', 'ltr'],
  ['azb', 'rtl'],
  ['az-Arab-IR', 'rtl'],
  ['ar-Latn', 'ltr'],
  ['en', 'ltr'],
  ['zh-Hant-TW', 'ltr'],
])('%s is written %s', (tag, direction) => {
  expect(textDirection(tag)).toBe(direction);
});
