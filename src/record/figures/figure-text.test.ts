import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { locales } from '#platform/languages';
import { boundsProblem, type FigureBounds } from './figure.ts';
import { parseFigureText } from './figure-text.ts';
import { formatFigure } from './format-figure.ts';

const above = (lower: number): FigureBounds => ({ lower, lowerStrict: true });
const below = (upper: number): FigureBounds => ({ upper, upperStrict: true });
const exactly = (number: number): FigureBounds => ({ lower: number, upper: number });
const about = (number: number): FigureBounds => ({ ...exactly(number), approximate: true });

test.each<[string, FigureBounds]>([
  ['3000', exactly(3000)],
  ['3,000', exactly(3000)],
  ['3.000', exactly(3000)],
  ['16 000', exactly(16_000)],
  ['16\u202f000', exactly(16_000)],
  ['1,234,567', exactly(1_234_567)],
  ['۳٬۰۰۰', exactly(3000)],
  ['more than 3,000', above(3000)],
  ['Over 16 000', above(16_000)],
  ['plus de 3 000', above(3000)],
  ['plus d’un million', above(1_000_000)],
  ['بیش از ۳۰۰۰', above(3000)],
  ['بیش از ۳٬۰۰۰ نفر', above(3000)],
  ['more than three thousand', above(3000)],
  ['at least 12', { lower: 12 }],
  ['au moins 12 personnes', { lower: 12 }],
  ['دست‌کم ۱۲', { lower: 12 }],
  ['3000+', { lower: 3000 }],
  ['3,000 or more', { lower: 3000 }],
  ['up to 40', { upper: 40 }],
  ['jusqu’à 40', { upper: 40 }],
  ['تا ۴۰', { upper: 40 }],
  ['no more than 40', { upper: 40 }],
  ['fewer than 40', below(40)],
  ['moins de 40', below(40)],
  ['کمتر از ۴۰', below(40)],
  ['about 800', about(800)],
  ['nearly 16,000', about(16_000)],
  ['some 800 people', about(800)],
  ['environ 800', about(800)],
  ['حدود ۸۰۰', about(800)],
  ['حدود هشتصد نفر', about(800)],
  ['~800', about(800)],
  ['between 5 and 7', { lower: 5, upper: 7 }],
  ['5–7', { lower: 5, upper: 7 }],
  ['5 to 7', { lower: 5, upper: 7 }],
  ['entre 12 000 et 16 000', { lower: 12_000, upper: 16_000 }],
  ['de 5 à 7', { lower: 5, upper: 7 }],
  ['از ۵ تا ۷', { lower: 5, upper: 7 }],
  ['بین بیست و پنج و سی', { lower: 25, upper: 30 }],
  ['about 5 to 7', { lower: 5, upper: 7, approximate: true }],
  ['more than 3,000 and fewer than 5,000', { ...above(3000), ...below(5000) }],
  ['more than about 3,000', { ...above(3000), approximate: true }],
  ['eight hundred', exactly(800)],
  ['twenty-five', exactly(25)],
  ['one hundred and five', exactly(105)],
  ['two hundred thousand', exactly(200_000)],
  ['three million two hundred thousand and five', exactly(3_200_005)],
  ['1.5 million', exactly(1_500_000)],
  ['2,5 millions', exactly(2_500_000)],
  ['3 thousand 500', exactly(3500)],
  ['quatre-vingt-dix-sept', exactly(97)],
  ['quatre-vingts', exactly(80)],
  ['soixante et onze', exactly(71)],
  ['deux cent mille', exactly(200_000)],
  ['mille neuf cents', exactly(1900)],
  ['سه هزار و پانصد', exactly(3500)],
  ['صد و بیست و سه', exactly(123)],
  ['zero', exactly(0)],
])('%s is read', (text, bounds) => {
  expect(parseFigureText(text)).toEqual({ ok: true, bounds });
});

test.each([
  ['', 'empty'],
  ['x'.repeat(121), 'too-long'],
  ['dozens', 'vague'],
  ['thousands of people', 'vague'],
  ['des milliers', 'unknown-word'],
  ['ده‌ها نفر', 'vague'],
  ['هزاران', 'vague'],
  ['3.5', 'not-whole'],
  ['3,00', 'not-whole'],
  ['1.2345678 thousand', 'not-whole'],
  ['99999999999999999999', 'too-large'],
  ['7 to 5', 'reversed'],
  ['fewer than 0', 'reversed'],
  ['more than 5 and fewer than 6', 'reversed'],
  ['-5', 'not-a-figure'],
  ['two three', 'not-a-figure'],
  ['hundred hundred', 'not-a-figure'],
  ['thousand million', 'not-a-figure'],
  ['1,234 567', 'not-a-figure'],
  ['more than', 'not-a-figure'],
  ['many', 'unknown-word'],
  ['1e5', 'unknown-word'],
  ['Infinity', 'unknown-word'],
])('%j is refused: %s', (text, code) => {
  expect(parseFigureText(text)).toMatchObject({ ok: false, problem: { code } });
});

test('the word at fault is named', () => {
  expect(parseFigureText('3,000 martyrs')).toEqual({
    ok: false,
    problem: { code: 'unknown-word', word: 'martyrs' },
  });
});

test.each([null, 3000, {}])('%j is no text', (input) => {
  expect(parseFigureText(input)).toEqual({ ok: false, problem: { code: 'not-text' } });
});

const counts = fc.oneof(fc.nat({ max: 2000 }), fc.nat(), fc.maxSafeNat());
const optional = { requiredKeys: [] };
const boundsArbitrary = fc
  .record(
    {
      lower: counts,
      upper: counts,
      lowerStrict: fc.constant(true),
      upperStrict: fc.constant(true),
      approximate: fc.constant(true),
    },
    optional,
  )
  .map(({ lower, upper, lowerStrict, upperStrict, approximate }): FigureBounds => ({
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
    ...(lower === undefined || lowerStrict === undefined ? {} : { lowerStrict }),
    ...(upper === undefined || upperStrict === undefined ? {} : { upperStrict }),
    ...(approximate === undefined ? {} : { approximate }),
  }))
  .filter((bounds) => boundsProblem(bounds) === undefined);

test('what is written is read back the same, in every language', () => {
  fc.assert(
    fc.property(boundsArbitrary, fc.constantFrom(...locales), (bounds, locale) => {
      expect(parseFigureText(formatFigure(bounds, locale))).toEqual({ ok: true, bounds });
    }),
    { numRuns: 2000 },
  );
});

test('nothing makes the reader throw', () => {
  const words = fc.constantFrom(
    ...'more than between and 3,000 5 - million hundred و بین تا ۵ هزار about de a et vingt quatre 1.5 + or'.split(
      ' ',
    ),
  );
  const phrases = fc.array(words, { maxLength: 25 }).map((list) => list.join(' '));
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.string({ unit: 'binary', maxLength: 130 }), phrases),
      (input) => {
        const result = parseFigureText(input);
        if (result.ok) expect(boundsProblem(result.bounds)).toBeUndefined();
      },
    ),
    { numRuns: 3000 },
  );
});

test.each([
  [above(3000), 'more than 3,000', 'plus de 3\u202f000', 'بیش از ۳٬۰۰۰'],
  [{ lower: 12 }, 'at least 12', 'au moins 12', 'دست‌کم ۱۲'],
  [{ upper: 40 }, 'up to 40', 'jusqu’à 40', 'حداکثر ۴۰'],
  [below(40), 'fewer than 40', 'moins de 40', 'کمتر از ۴۰'],
  [about(800), 'about 800', 'environ 800', 'حدود ۸۰۰'],
  [{ lower: 5, upper: 7 }, '5 to 7', '5 à 7', '۵ تا ۷'],
  [
    { ...above(40), approximate: true },
    'more than about 40',
    'plus d’environ 40',
    'بیش از حدود ۴۰',
  ],
  [
    { ...above(3), ...below(9) },
    'more than 3 and fewer than 9',
    'plus de 3 et moins de 9',
    'بیش از ۳ و کمتر از ۹',
  ],
  [{}, 'number unknown', 'nombre inconnu', 'شمار نامعلوم'],
])('%j in words', (bounds, ...texts) => {
  expect(locales.map((locale) => formatFigure(bounds, locale))).toEqual(texts);
});

test.each<[FigureBounds, string | undefined]>([
  [{}, 'says-nothing'],
  [{ lower: 1.5 }, 'not-whole'],
  [{ upper: -1 }, 'not-whole'],
  [{ lower: Number.NaN }, 'not-whole'],
  [{ lower: 2 ** 53 }, 'too-large'],
  [{ lower: 3, upper: 2 }, 'reversed'],
  [{ lower: 3, upper: 3, upperStrict: true }, 'reversed'],
  [{ lower: 0, upper: 0 }, undefined],
])('bounds %j: %s', (bounds, code) => {
  expect(boundsProblem(bounds)).toBe(code);
});
