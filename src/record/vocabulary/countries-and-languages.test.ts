import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countryCodes,
  countryName,
  isCountryCode,
  languageName,
  parseLanguageTag,
} from './countries-and-languages.ts';
import { labelLocales } from './labels.ts';

describe('countries', () => {
  test('are those of ISO 3166-1 and Kosovo', () => {
    expect(countryCodes.length).toBe(250);
    for (const code of ['IR', 'AF', 'FR', 'PS', 'TW', 'XK', 'QA', 'ZW']) {
      expect(isCountryCode(code), code).toBe(true);
    }
  });

  test('are not withdrawn codes, groupings or other spellings', () => {
    for (const code of ['DD', 'SU', 'YU', 'AN', 'UK', 'EU', 'UN', 'ZZ', 'ir', 'IRN', '']) {
      expect(isCountryCode(code), code).toBe(false);
    }
  });

  test('are named in three languages', () => {
    expect(countryName('IR', 'fa')).toBe('ایران');
    expect(countryName('DE', 'fr')).toBe('Allemagne');
    for (const code of countryCodes) {
      for (const locale of labelLocales) expect(countryName(code, locale)).not.toBe(code);
    }
  });
});

describe('languages', () => {
  test('tags are made canonical', () => {
    expect(parseLanguageTag('FA-ir')).toBe('fa-IR');
    expect(parseLanguageTag(' ckb ')).toBe('ckb');
    expect(parseLanguageTag('zh-hant')).toBe('zh-Hant');
  });

  test('what is no language is refused', () => {
    for (const text of ['', 'persian!', 'xx', 'qqq', 'fa_IR', 'f', '-', `fa-x-${'a'.repeat(60)}`]) {
      expect(parseLanguageTag(text), text).toBeUndefined();
    }
  });

  test('no text makes it throw, and what it accepts it names', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const tag = parseLanguageTag(text);
        if (tag !== undefined) expect(languageName(tag, 'fa').length).toBeGreaterThan(0);
      }),
    );
  });

  test('are named in the language of the reader', () => {
    expect(languageName('fa', 'fa')).toBe('فارسی');
    expect(languageName('ku', 'fr')).toBe('kurde');
  });
});
