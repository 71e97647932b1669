import { expect, expectTypeOf, test } from 'vitest';
import type { Locale } from './locale.ts';
import { createTranslator } from './translator.ts';

const en = {
  plain: 'Save',
  names: '{name} signed on {day}',
  count: '{count, plural, one {# signature} other {# signatures}} of {total}',
  both: '{count, plural, one {only {count}} other {all {count}}}',
  chosen: '{kind, select, film {a film} other {a work}}',
  linked: 'Read <link>the letter by <b>{name}</b></link> now',
  quoted: "It''s '{'literal'}'",
};
const fa: typeof en = { ...en, count: '{count, plural, one {# امضا} other {# امضا}} از {total}' };
const fr = { ...en, count: '{count, plural, one {# signature} other {# signatures}} sur {total}' };

function translate(locale: Locale) {
  return createTranslator<typeof en>(locale, { en, fr, fa }[locale]);
}

test('plain and quoted messages', () => {
  const t = translate('en');
  expect(t('plain')).toBe('Save');
  expect(t('quoted')).toBe("It's {literal}");
  expect(t('names', { name: '<b>{x}', day: '9' })).toBe('<b>{x} signed on 9');
});

test('plurals follow the language, and every number its digits', () => {
  expect(translate('en')('count', { count: 1, total: 3000 })).toBe('1 signature of 3,000');
  expect(translate('en')('count', { count: 1234, total: 3000 })).toBe('1,234 signatures of 3,000');
  expect(translate('fr')('count', { count: 0, total: 3000 })).toBe('0 signature sur 3\u202f000');
  expect(translate('fr')('count', { count: 1_000_000, total: 2 })).toBe(
    '1\u202f000\u202f000 signatures sur 2',
  );
  expect(translate('fa')('count', { count: 1234, total: 3000 })).toBe('۱٬۲۳۴ امضا از ۳٬۰۰۰');
});

test('one name may steer a plural and stand in its branch', () => {
  expect(translate('fa')('both', { count: 5000 })).toBe('all ۵٬۰۰۰');
  expect(translate('en')('both', { count: 1 })).toBe('only 1');
});

test('a select falls back to other', () => {
  expect(translate('en')('chosen', { kind: 'film' })).toBe('a film');
  expect(translate('en')('chosen', { kind: 'toString' })).toBe('a work');
});

interface Node {
  readonly tag: string;
  readonly content: readonly unknown[];
}

function node(tag: string): (content: readonly unknown[]) => Node {
  return (content) => ({ tag, content });
}

test('rich messages keep nodes in reading order', () => {
  const name: Node = { tag: 'bdi', content: ['Jafar Panahi'] };
  const parts = translate('en').rich<Node>('linked', { link: node('a'), b: node('b'), name });
  expect(parts).toEqual([
    'Read ',
    { tag: 'a', content: ['the letter by ', { tag: 'b', content: [name] }] },
    ' now',
  ]);
  expect(translate('en').rich('plain', {})).toEqual(['Save']);
});

test('keys made at run time can be asked for', () => {
  const t = translate('en');
  expect([t.has('plain'), t.has('nothing'), t.has('toString')]).toEqual([true, false, false]);
});

test('a message or value that is missing is a bug', () => {
  const t = createTranslator('en', en as Record<string, string>);
  expect(() => t('nothing')).toThrow('no message "nothing" in en');
  expect(() => t('toString')).toThrow(RangeError);
  expect(() => translate('en')('names', { name: 'A' })).toThrow(/day/);
});

test('the same catalog object serves several languages', () => {
  expect(createTranslator('fa', en)('names', { name: 'A', day: 9 })).toBe('A signed on ۹');
  expect(createTranslator('en', en)('names', { name: 'A', day: 9 })).toBe('A signed on 9');
});

test('English gives the keys', () => {
  type T = ReturnType<typeof translate>;
  expectTypeOf<Parameters<T>[0]>().toEqualTypeOf<keyof typeof en>();
});
