import { expect, test } from 'vitest';
import { keyOf } from './key-of.ts';

test.each([
  ['a Latin keyboard', 'j', 'KeyJ', false, 'j'],
  ['with Shift', 'A', 'KeyA', true, 'A'],
  ['Caps Lock alone', 'A', 'KeyA', false, 'a'],
  ['a French keyboard, whose a is elsewhere', 'a', 'KeyQ', false, 'a'],
  ['a French keyboard, whose m is elsewhere', ',', 'KeyM', false, ','],
  ['a Persian keyboard', 'ت', 'KeyJ', false, 'j'],
  ['a Persian keyboard with Shift', 'ؤ', 'KeyA', true, 'A'],
  ['a Persian keyboard that types two letters', 'لا', 'KeyB', false, 'b'],
  ['a Russian keyboard', 'о', 'KeyJ', false, 'j'],
  ['a Greek keyboard', 'ξ', 'KeyJ', false, 'j'],
  ['a Hebrew keyboard', '/', 'KeyQ', false, '/'],
  ['the Persian question mark', '؟', 'Slash', true, '?'],
  ['a key that types nothing', 'Enter', 'Enter', true, 'Enter'],
  ['a letter that no Latin keyboard has there', 'ё', 'Backquote', false, 'ё'],
])('%s', (_name, key, code, shiftKey, expected) => {
  expect(keyOf({ key, code, shiftKey })).toBe(expected);
});
