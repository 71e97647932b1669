import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { publishedDay } from './published-day.ts';

test.each([
  ['2026-01-21T23:30:00-05:00', '2026-01-21'],
  ['2026-01-21', '2026-01-21'],
  ['2026-01', '2026-01'],
  ['2026', '2026'],
  ['20260121', '2026-01-21'],
  ["D:20260121103000+03'30'", '2026-01-21'],
  ['Wed, 21 Jan 2026 23:30:00 +0330', '2026-01-21'],
  ['January 21, 2026', '2026-01-21'],
  ['21 January 2026', '2026-01-21'],
  ['2026-02-30', undefined],
  ['2026-13', undefined],
  ['1404-11-01', undefined],
  ['21 Foo 2026', undefined],
  ['01/02/2026', undefined],
  ['', undefined],
  [undefined, undefined],
])('%s is %s', (written, day) => {
  expect(publishedDay(written)).toBe(day);
});

test('every real day reads as itself, and nothing reads as an unreal one', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1700-01-01'), max: new Date('2999-12-31'), noInvalidDate: true }),
      (date) => {
        const iso = date.toISOString();
        expect(publishedDay(iso)).toBe(iso.slice(0, 10));
      },
    ),
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789- :TJan,'.split('')) }), (text) => {
      const day = publishedDay(text);
      if (day?.length === 10) expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
    }),
  );
});
