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
