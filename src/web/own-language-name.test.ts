import { expect, test } from 'vitest';
import { locales, nativeName } from '#platform/languages';
import { ownLanguageName } from './own-language-name.ts';

test('a language is named in itself, ours as in the masthead', () => {
  expect(locales.map(ownLanguageName)).toEqual(locales.map(nativeName));
  expect(['ckb', 'es'].map(ownLanguageName)).toEqual(['کوردیی ناوەندی', 'Español']);
});

test('what the runtime does not speak has no name of its own', () => {
  expect(['tlh', 'not a tag', ''].map(ownLanguageName)).toEqual([undefined, undefined, undefined]);
});
