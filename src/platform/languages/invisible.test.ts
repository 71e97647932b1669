import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { directionName, invisibleIn, turnsDirection, withoutInvisible } from './invisible.ts';

test.each([
  ['Jafar\u202E', 'direction', 'U+202E', 'Jafar'],
  ['\u2067جعفر\u2069', 'direction', 'U+2067', ''],
  ['a\u200Eb', 'direction', 'U+200E', 'a'],
  ['جعفر\u200F پناهی', 'direction', 'U+200F', 'جعفر'],
  ['Pa\u200Bnahi', 'space', 'U+200B', 'Pa'],
  ['\uFEFFPanahi', 'space', 'U+FEFF', ''],
  ['Pa\u00ADnahi', 'hyphen', 'U+00AD', 'Pa'],
  ['Pa\u2060nahi', 'joiner', 'U+2060', 'Pa'],
  ['Pa\u200Cnahi', 'joiner', 'U+200C', 'Pa'],
  ['علی\u200C', 'joiner', 'U+200C', 'علی'],
  ['علی\u200C رضا', 'joiner', 'U+200C', 'علی'],
  ['می\u200C\u200Cروم', 'joiner', 'U+200C', 'می'],
  ['a\u2028b', 'line', 'U+2028', 'a'],
  ['a\u{E0041}b', 'control', 'U+E0041', 'a'],
  ['a\u001Bb', 'control', 'U+001B', 'a'],
  [`${'x'.repeat(50)}\u200B`, 'space', 'U+200B', 'x'.repeat(20)],
])('%j holds what nobody sees', (text, kind, code, before) => {
  expect(invisibleIn(text)).toEqual({ kind, code, before, at: before === '' ? 'start' : 'inside' });
  expect(invisibleIn(withoutInvisible(text))).toBeUndefined();
});

test.each([
  'Jafar Panahi',
  'می\u200Cروم',
  'PDF\u200Cها',
  '«کیهان»\u200Cها',
  '۲۰\u200Cساله',
  'ه\u200Dا',
  'क्\u200Dष',
  'two\nlines\tand a tab',
  '\u{1F469}\u200D\u2696\uFE0F',
  '\u{1F469}\u{1F3FD}\u200D\u{1F680}',
  '葛\u{E0100}城',
  'مُحَمَّد',
  'e\u0301',
])('%j holds nothing of the kind', (text) => {
  expect(invisibleIn(text)).toBeUndefined();
  expect(withoutInvisible(text)).toBe(text);
});

test('what is left after cleaning is always clean, and visible text is untouched', () => {
  const unit = fc.constantFrom(
    ...Array.from('aعی۲ \n\u200C\u200D\u202E\u2066\u2069\u200F\u00AD\uFEFF\uFE0F👩क्'),
  );
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      const clean = withoutInvisible(text);
      expect(invisibleIn(clean)).toBeUndefined();
      expect(withoutInvisible(clean)).toBe(clean);
      const visible = (words: string) =>
        words.replaceAll(/\u200C|\u200D|[\u202E\u2066\u2069\u200F\u00AD\uFEFF]/g, '');
      expect(visible(clean)).toBe(visible(text));
    }),
  );
});

test('of joiners in a row one is left', () => {
  expect(withoutInvisible('می\u200C\u200Cروم')).toBe('می\u200Cروم');
});

test('names the characters that turn the direction', () => {
  expect(['\u202A', '\u202E', '\u2066', '\u2069'].map(directionName)).toEqual([
    'LRE',
    'RLO',
    'LRI',
    'PDI',
  ]);
  expect(turnsDirection('\u202E')).toBe(true);
  expect(turnsDirection('\u200C')).toBe(false);
});
