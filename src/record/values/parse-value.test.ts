import { expect, test } from 'vitest';
import type { Locale } from '#platform/languages';
import type { Known } from '../claims/look-up.ts';
import type { ParsedClaimInput } from '../claims/claim-input.ts';
import { property } from '../vocabulary/index.ts';
import { parseValue } from './parse-value.ts';

const known = { entities: new Map(), addedTerms: new Map() } as unknown as Known;

function parsed(name: string, value: string, locale: Locale = 'en') {
  const definition = property(name);
  if (definition === undefined) throw new Error(`no property ${name}`);
  return parseValue(definition, { value } as ParsedClaimInput, known, locale);
}

test.each<[Locale, string, string, string, string]>([
  ['en', 'Jafar \u202Eihanap', 'direction', 'U+202E', 'Jafar'],
  ['en', 'Jafar\u200B Panahi', 'space', 'U+200B', 'Jafar'],
  ['fa', 'جعفر \u2067پناهی\u2069', 'direction', 'U+2067', 'جعفر'],
  ['fa', 'علی\u200C', 'joiner', 'U+200C', 'علی'],
])(
  'in %s the name %j is refused, and what was found is named',
  (locale, name, kind, code, before) => {
    expect(parsed('name', name, locale)).toEqual({
      ok: false,
      code: 'invisible-character',
      params: { kind, code, before, at: 'inside' },
    });
  },
);

test('the joiners that spelling needs stay in a name', () => {
  expect(parsed('name', 'هنرمند می\u200Cرود', 'fa')).toMatchObject({
    ok: true,
    value: { text: 'هنرمند می\u200Cرود', original: null },
  });
});

test('a date copied with marks of direction is read without them', () => {
  expect(parsed('birthDate', '\u200E1960-07-11\u200E')).toMatchObject({
    ok: true,
    value: { text: '1960-07-11', original: null },
  });
});

test.each<[Locale, string, object, string]>([
  ['en', 'Eight hundred film professionals', { lower: 800, upper: 800 }, 'film professionals'],
  ['en', 'more than three thousand citizens', { lower: 3000, lowerStrict: true }, 'citizens'],
  ['fr', 'plus de trois mille manifestants', { lower: 3000, lowerStrict: true }, 'manifestants'],
  ['fa', 'هشتصد سینماگر', { lower: 800, upper: 800 }, 'سینماگر'],
])(
  'in %s the number in %j is read, and the rest is what it counts',
  (locale, typed, bounds, counted) => {
    const result = parsed('killedCount', typed, locale);
    expect(result).toMatchObject({
      ok: true,
      value: { measure: { ...bounds, counted }, original: typed },
    });
  },
);

test.each(['dozens of people', '800 of 1,000 who signed', 'three of the twelve', 'people'])(
  'no number is guessed from %j',
  (typed) => {
    expect(parsed('killedCount', typed)).toMatchObject({ ok: false, code: 'value-bad-figure' });
  },
);

test('a number alone is an age in years, and no length of a sentence', () => {
  expect(parsed('ageAtTime', '39')).toMatchObject({ ok: true, value: { text: 'P39Y' } });
  expect(parsed('ageAtTime', '۳۹', 'fa')).toMatchObject({ ok: true, value: { text: 'P39Y' } });
  expect(parsed('sentenceLength', '8')).toMatchObject({ ok: false });
  expect(parsed('sentenceLength', '8 years')).toMatchObject({ ok: true, value: { text: 'P8Y' } });
});
