import { expect, test } from 'vitest';
import { textDirection } from './text-direction.ts';

test.each([
  ['fa', 'rtl'],
  ['en', 'ltr'],
  ['tg', 'ltr'],
  ['ku', 'ltr'],
  ['ckb', 'rtl'],
  ['uz-Arab', 'rtl'],
  [null, 'auto'],
  ['not a tag', 'auto'],
] as const)('%s runs %s', (language, direction) => {
  expect(textDirection(language)).toBe(direction);
});
