import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { locales } from '#platform/languages';
import { addDays, convertDay, isoDay } from './day.ts';
import { edtfArbitrary } from './edtf.arbitrary.ts';
import { partsOf, type Edtf } from './edtf.ts';
import { formatEdtf } from './format-edtf.ts';
import { parseHumanDate } from './human-date.ts';

function read(text: string, calendar?: 'gregorian' | 'persian'): string {
  const result = parseHumanDate(text, {
    locale: 'en',
    ...(calendar === undefined ? {} : { calendar }),
  });
  return result.ok ? result.edtf : result.problem.code;
}

test.each([
  ['9 January 2026', '2026-01-09'],
  ['Jan. 9, 2026', '2026-01-09'],
  ['Friday, 9th of January 2026', '2026-01-09'],
  ['JAN 2026', '2026-01'],
  ['9 janvier 2026', '2026-01-09'],
  ['vendredi 1er mai 2026', '2026-05-01'],
  ['août 2022', '2022-08'],
  ['۱۹ دی ۱۴۰۴', '2026-01-09'],
  ['جمعه ۱۹ دی‌ماه ۱۴۰۴', '2026-01-09'],
  ['پنج‌شنبه ۱۸ دیماه ۱۴۰۴', '2026-01-08'],
  ['سه شنبه ۱۶ دی ۱۴۰۴', '2026-01-06'],
  ['19 Dey 1404', '2026-01-09'],
  ['۹ ژانویه ۲۰۲۶', '2026-01-09'],
  ['۱۹ جدی ۱۴۰۴', '2026-01-09'],
  ['۱۴۰۴/۱۰/۱۹', '2026-01-09'],
  ['1404-10-19', '2026-01-09'],
  ['19/10/1404', '2026-01-09'],
  ['1404', '2025-03-21/2026-03-20'],
  ['دی ۱۴۰۴', '2025-12-22/2026-01-20'],
  ['بهار ۱۴۰۵', '2026-03-21/2026-06-21'],
  ['دههٔ ۱۳۶۰', '1981-03-21/1991-03-20'],
  ['30 Esfand 1403', '2025-03-20'],
  ['2026-01-09', '2026-01-09'],
  ['۲۰۲۶-۰۱-۰۹', '2026-01-09'],
  ['2026/1/9', '2026-01-09'],
  ['13/04/2026', '2026-04-13'],
  ['04/13/2026', '2026-04-13'],
  ['04/04/2026', '2026-04-04'],
  ['1/2026', '2026-01'],
  ['2026-01~', '2026-01~'],
  ['202X', '202X'],
  ['around 2017', '2017~'],
  ['c. 1950', '1950~'],
  ['vers janvier 2026', '2026-01~'],
  ['حدود دی ۱۴۰۴', '2025-12-22~/2026-01-20~'],
  ['possibly 2017', '2017?'],
  ['probably about 2017', '2017%'],
  ['January 2026?', '2026-01?'],
  ['spring 2026', '2026-21'],
  ['the 1990s', '199X'],
  ['années 1990', '199X'],
  ['9–12 January 2026', '2026-01-09/2026-01-12'],
  ['between 9 and 12 January 2026', '2026-01-09/2026-01-12'],
  ['du 9 au 12 janvier 2026', '2026-01-09/2026-01-12'],
  ['از ۱۹ تا ۲۲ دی ۱۴۰۴', '2026-01-09/2026-01-12'],
  ['January to March 2026', '2026-01/2026-03'],
  ['2025–2026', '2025/2026'],
  ['since August 2022', '2022-08/..'],
  ['depuis août 2022', '2022-08/..'],
  ['after August 2022', '2022-09/..'],
  ['after 31 December 2025', '2026-01-01/..'],
  ['before 2020', '../2019'],
  ['avant le 9 janvier 2026', '../2026-01-08'],
  ['until 9 August 2022', '../2022-08-09'],
  ['January 2026 (day unknown)', '2026-01-XX'],
  ['9 January 2026 (19 Dey 1404)', '2026-01-09'],
  ['۲۰۲۶ میلادی', '2026'],
])('%s is %s', (text, edtf) => {
  expect(read(text)).toBe(edtf);
});

test.each([
  ['', 'empty'],
  [' \u200c ', 'empty'],
  ['x'.repeat(121), 'too-long'],
  ['30 Feb 2026', 'no-such-day'],
  ['2026-02-30', 'no-such-day'],
  ['31 Esfand 1404', 'no-such-day'],
  ['30 اسفند ۱۴۰۴', 'no-such-day'],
  ['1404-13-01', 'no-such-month'],
  ['2026-13', 'no-such-month'],
  ['Monday 9 January 2026', 'wrong-weekday'],
  ['9 January', 'no-year'],
  ['9 January 26', 'short-year'],
  ['9 دی 2026', 'no-such-year'],
  ['03/04/2026', 'ambiguous'],
  ['3.4.2026', 'ambiguous'],
  ['late June 2026', 'part'],
  ['March 2026 to January 2026', 'reversed'],
  ['9 January 2026 (18 Dey 1404)', 'calendars-differ'],
  ['9 9 January 2026', 'not-a-date'],
  ['12', 'not-a-date'],
])('%s is refused: %s', (text, code) => {
  expect(read(text)).toBe(code);
});

test('both readings of an ambiguous date are offered, and the word at fault is named', () => {
  expect(parseHumanDate('03/04/2026', { locale: 'fr' })).toEqual({
    ok: false,
    problem: {
      code: 'ambiguous',
      choices: [
        { edtf: '2026-04-03', text: '3 avril 2026 (14 farvardin 1405)' },
        { edtf: '2026-03-04', text: '4 mars 2026 (13 esfand 1404)' },
      ],
    },
  });
  expect(parseHumanDate('9 Floréal 2026', { locale: 'en' })).toEqual({
    ok: false,
    problem: { code: 'unknown-word', word: 'floreal' },
  });
});

test('the reading says which calendar was taken', () => {
  expect(parseHumanDate('1404-10-19', { locale: 'en' })).toMatchObject({
    reading: { calendar: 'persian', text: '19 Dey 1404 (9 January 2026)' },
  });
  expect(parseHumanDate('2026-01-09', { locale: 'fa' })).toMatchObject({
    reading: { calendar: 'gregorian', text: '۹ ژانویهٔ ۲۰۲۶ (۱۹ دی ۱۴۰۴)' },
  });
  expect(read('1404-10-19', 'gregorian')).toBe('1404-10-19');
  expect(read('1510-10-19')).toBe('1510-10-19');
  expect(read('1510-10-19', 'persian')).toBe('2132-01-09');
});

test('every day from 1900 to 2100 survives being written and read, in both calendars', () => {
  const wrong: string[] = [];
  let day = { year: 1900, month: 1, day: 1 };
  while (day.year <= 2100) {
    const iso = isoDay(day);
    const persian = isoDay(convertDay(day, 'gregorian', 'persian'));
    // All days by number, and by name in a language that changes from day to day.
    const locale = locales[day.day % 3] ?? 'en';
    const calendar = day.day % 2 === 0 ? 'gregorian' : 'persian';
    const written = formatEdtf(iso as Edtf, locale, { calendar });
    for (const text of [iso, persian, written])
      if (read(text) !== iso) wrong.push(`${iso} as ${text}`);
    day = addDays(day, 1);
  }
  expect(wrong).toEqual([]);
}, 60_000);

test('what is written precisely is read back the same, in every language and calendar', () => {
  const precise = edtfArbitrary.filter((edtf) => {
    const parts = partsOf(edtf);
    // A century is written as the hundred years it is.
    return parts.kind === 'date' && parts.date.precision !== 'century';
  });
  const options = fc.record({
    calendar: fc.constantFrom('gregorian', 'persian'),
    both: fc.boolean(),
  });
  fc.assert(
    fc.property(precise, fc.constantFrom(...locales), options, (edtf, locale, shown) => {
      expect(read(formatEdtf(edtf, locale, shown), 'gregorian')).toBe(edtf);
    }),
    { numRuns: 2000 },
  );
});

test('intervals of days, months and years are read back the same', () => {
  const plain = edtfArbitrary.filter(
    (edtf) => edtf.includes('/') && !/X|-2[1-4](?!-)(?!\d)/.test(edtf),
  );
  fc.assert(
    fc.property(plain, fc.constantFrom(...locales), (edtf, locale) => {
      expect(read(formatEdtf(edtf, locale, { calendar: 'gregorian' }), 'gregorian')).toBe(edtf);
    }),
    { numRuns: 1000 },
  );
});

test('nothing makes the reader throw or linger', () => {
  const words = fc.constantFrom(
    ...'9 31 1404 2026 January دی to between and از تا until since (uncertain) ( ) ? ~ - / about % .. spring 2020s vers'.split(
      ' ',
    ),
  );
  const phrases = fc.array(words, { maxLength: 30 }).map((list) => list.join(' '));
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.string({ unit: 'binary', maxLength: 130 }), phrases),
      (input) => {
        const result = parseHumanDate(input, { locale: 'fa' });
        if (result.ok) expect(partsOf(result.edtf)).toBeDefined();
      },
    ),
    { numRuns: 3000 },
  );
});
