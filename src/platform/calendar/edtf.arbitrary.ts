import * as fc from 'fast-check';
import { daysInMonth, isoDay } from './day.ts';
import { parseEdtf, type Edtf } from './edtf.ts';

const years = fc.integer({ min: 1800, max: 2200 });
const qualifiers = fc.constantFrom('', '', '', '?', '~', '%');

const days = fc
  .record({ year: years, month: fc.integer({ min: 1, max: 12 }), seed: fc.nat() })
  .map(({ year, month, seed }) => ({
    year,
    month,
    day: (seed % daysInMonth('gregorian', year, month)) + 1,
  }));

/** One date in every form the record keeps. */
const dates = fc
  .tuple(
    fc.oneof(
      days.map(isoDay),
      days.map((day) => isoDay(day).slice(0, 7)),
      days.map((day) => `${isoDay(day).slice(0, 7)}-XX`),
      years.map(String),
      years.map((year) => `${year}-XX`),
      years.map((year) => `${String(year).slice(0, 3)}X`),
      years.map((year) => `${String(year).slice(0, 2)}XX`),
      fc
        .tuple(years, fc.integer({ min: 21, max: 24 }))
        .map(([year, season]) => `${year}-${season}`),
    ),
    qualifiers,
  )
  .map(([date, qualifier]) => date + qualifier);

function checked(text: string): Edtf | undefined {
  const result = parseEdtf(text);
  return result.ok ? result.edtf : undefined;
}

/** Any expression, for property tests. */
export const edtfArbitrary: fc.Arbitrary<Edtf> = fc
  .oneof(
    dates,
    fc.tuple(fc.oneof(dates, fc.constantFrom('', '..')), dates).map((ends) => ends.join('/')),
    fc.tuple(dates, fc.oneof(dates, fc.constantFrom('', '..'))).map((ends) => ends.join('/')),
  )
  .map(checked)
  .filter((edtf) => edtf !== undefined);
