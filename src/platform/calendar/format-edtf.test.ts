import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { locales, type Locale } from '#platform/languages';
import { edtfArbitrary } from './edtf.arbitrary.ts';
import type { Edtf } from './edtf.ts';
import { formatEdtf } from './format-edtf.ts';

test.each([
  ['2026-01-09', '9 January 2026', '9 janvier 2026', '۱۹ دی ۱۴۰۴'],
  ['2026-02-01', '1 February 2026', '1er février 2026', '۱۲ بهمن ۱۴۰۴'],
  ['2026-01', 'January 2026', 'janvier 2026', 'ژانویهٔ ۲۰۲۶'],
  ['2026', '2026', '2026', '۲۰۲۶ میلادی'],
  ['2026-01~', 'about January 2026', 'vers janvier 2026', 'حدود ژانویهٔ ۲۰۲۶'],
  ['2026?', '2026 (uncertain)', '2026 (incertain)', '۲۰۲۶ میلادی (نامطمئن)'],
  [
    '2026-01-XX',
    'January 2026 (day unknown)',
    'janvier 2026 (jour inconnu)',
    'ژانویهٔ ۲۰۲۶ (روز نامعلوم)',
  ],
  ['202X', '2020s', 'années 2020', 'دههٔ ۲۰۲۰ میلادی'],
  ['2026-22', 'summer 2026', 'été 2026', 'تابستان ۲۰۲۶ میلادی'],
  ['2022-08/..', 'from August 2022 on', 'à partir d’août 2022', 'از اوت ۲۰۲۲ به بعد'],
  ['2022-22/..', 'from summer 2022 on', 'à partir de l’été 2022', 'از تابستان ۲۰۲۲ میلادی به بعد'],
  ['../2022-08-09', 'until 9 August 2022', 'jusqu’au 9 août 2022', 'تا ۱۸ مرداد ۱۴۰۱'],
  ['../2022', 'until 2022', 'jusqu’en 2022', 'تا ۲۰۲۲ میلادی'],
  [
    '2022-08/',
    'August 2022 to an unknown time',
    'd’août 2022 à une date inconnue',
    'از اوت ۲۰۲۲ تا زمانی نامعلوم',
  ],
  [
    '2026-01-09/2026-01-12',
    '9 to 12 January 2026',
    'du 9 au 12 janvier 2026',
    'از ۱۹ تا ۲۲ دی ۱۴۰۴',
  ],
  ['2026-01/2026-03', 'January to March 2026', 'de janvier à mars 2026', 'از ژانویه تا مارس ۲۰۲۶'],
  [
    '2026-01~/2026-03?',
    'about January 2026 to March 2026 (uncertain)',
    'de janvier 2026 environ à mars 2026 (incertain)',
    'از حدود ژانویهٔ ۲۰۲۶ تا مارس ۲۰۲۶ (نامطمئن)',
  ],
  [
    '2025-12-22/2026-01-20',
    '22 December 2025 to 20 January 2026',
    'du 22 décembre 2025 au 20 janvier 2026',
    'دی ۱۴۰۴',
  ],
  [
    '2025-12-22~/2026-01-20~',
    'about 22 December 2025 to about 20 January 2026',
    'du 22 décembre 2025 environ au 20 janvier 2026 environ',
    'حدود دی ۱۴۰۴',
  ],
  ['2026-03-21/2026-06-21', '21 March to 21 June 2026', 'du 21 mars au 21 juin 2026', 'بهار ۱۴۰۵'],
  [
    '2025-03-21/2026-03-20',
    '21 March 2025 to 20 March 2026',
    'du 21 mars 2025 au 20 mars 2026',
    '۱۴۰۴',
  ],
])('%s in words', (edtf, en, fr, fa) => {
  expect(locales.map((locale) => formatEdtf(edtf as Edtf, locale))).toEqual([en, fr, fa]);
});

test.each<[string, Locale, string]>([
  ['2026-01-09', 'en', '9 January 2026 (19 Dey 1404)'],
  ['2026-01-09', 'fa', '۱۹ دی ۱۴۰۴ (۹ ژانویهٔ ۲۰۲۶)'],
  ['2026-01-09~', 'fa', 'حدود ۱۹ دی ۱۴۰۴ (۹ ژانویهٔ ۲۰۲۶)'],
  ['2026-01-09?', 'en', '9 January 2026 (19 Dey 1404; uncertain)'],
  ['2026-01', 'fa', 'ژانویهٔ ۲۰۲۶ (دی–بهمن ۱۴۰۴)'],
  ['2026-03', 'en', 'March 2026 (Esfand 1404 – Farvardin 1405)'],
  ['2026', 'en', '2026 (1404–1405 SH)'],
  ['2025-12-22/2026-01-20', 'en', '22 December 2025 to 20 January 2026 (Dey 1404)'],
  ['202X', 'en', '2020s'],
])('%s in both calendars, %s', (edtf, locale, text) => {
  expect(formatEdtf(edtf as Edtf, locale, { both: true })).toBe(text);
});

test('a month short of a day is no month', () => {
  expect(formatEdtf('2025-12-22/2026-01-19' as Edtf, 'fa')).toBe('از ۱ تا ۲۹ دی ۱۴۰۴');
  expect(formatEdtf('2025-12-23/2026-01-20' as Edtf, 'fa')).toBe('از ۲ تا ۳۰ دی ۱۴۰۴');
});

test('either calendar can come first in any language', () => {
  const day = '2026-01-09' as Edtf;
  expect(formatEdtf(day, 'en', { calendar: 'persian' })).toBe('19 Dey 1404');
  expect(formatEdtf(day, 'fr', { calendar: 'persian', both: true })).toBe(
    '19 dey 1404 (9 janvier 2026)',
  );
  expect(formatEdtf(day, 'fa', { calendar: 'gregorian', both: true })).toBe(
    '۹ ژانویهٔ ۲۰۲۶ (۱۹ دی ۱۴۰۴)',
  );
});

test('Persian text has Persian digits only, and nothing is left out', () => {
  fc.assert(
    fc.property(edtfArbitrary, fc.boolean(), (edtf, both) => {
      expect(formatEdtf(edtf, 'fa', { both })).not.toMatch(/[0-9]|undefined/);
      for (const locale of locales)
        expect(formatEdtf(edtf, locale, { both })).toMatch(/[0-9۰-۹]{1,4}/);
    }),
    { numRuns: 500 },
  );
});
