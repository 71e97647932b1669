import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Edtf } from '#platform/calendar';
import { compareFigures, likeWithLike } from './compare-figures.ts';
import { boundsProblem, span, type Figure, type FigureBounds } from './figure.ts';

const killed: Figure = {
  lower: 3000,
  lowerStrict: true,
  unit: '01',
  counted: 'civilians killed',
  place: 'entity-1',
  period: '2026-01' as Edtf,
  asOf: '2026-01-21' as Edtf,
};

function figure(bounds: FigureBounds): Figure {
  return { ...bounds, unit: '01', counted: 'killed' };
}

test('the same measure, written a little differently', () => {
  expect(likeWithLike(killed, { ...killed, lower: 1 })).toBe('same measure');
  expect(likeWithLike(killed, { ...killed, counted: 'Civilians  killed' })).toBe('same measure');
  expect(likeWithLike(killed, { ...killed, period: '2026-01-01/2026-01-31' as Edtf })).toBe(
    'same measure',
  );
});

test.each<[Partial<Figure>, string[]]>([
  [{ unit: '02' }, ['unit']],
  [{ counted: 'deaths' }, ['counted']],
  [{ place: 'entity-2' }, ['place']],
  [{ period: '2026' as Edtf }, ['period']],
  [{ period: '2026-01~' as Edtf }, ['period']],
  [{ asOf: '2026-01-22' as Edtf }, ['asOf']],
  [
    { unit: '02', counted: 'x', place: 'y', period: '2025' as Edtf, asOf: '2026' as Edtf },
    ['unit', 'counted', 'place', 'period', 'asOf'],
  ],
])('another measure: %j', (change, differs) => {
  expect(likeWithLike(killed, { ...killed, ...change })).toEqual({ differs });
  expect(compareFigures(killed, { ...killed, ...change })).toEqual({ differs });
});

test('what only one of them says is a difference', () => {
  const { place: _, asOf: __, ...less } = killed;
  expect(likeWithLike(killed, less)).toEqual({ differs: ['place', 'asOf'] });
  expect(likeWithLike(less, killed)).toEqual({ differs: ['place', 'asOf'] });
});

test.each<[FigureBounds, FigureBounds, string]>([
  [{ lower: 3000, upper: 3000 }, { lower: 3000, upper: 3000 }, 'equal'],
  [{ lower: 3000, lowerStrict: true }, { lower: 3001 }, 'equal'],
  [{ lower: 3000, lowerStrict: true }, { lower: 16_000, upper: 16_000 }, 'compatible'],
  [{ lower: 3000, lowerStrict: true }, { lower: 3000, upper: 3000 }, 'contradict'],
  [{ lower: 3000 }, { lower: 3000, upper: 3000 }, 'compatible'],
  [{ upper: 40, upperStrict: true }, { lower: 40 }, 'contradict'],
  [{ upper: 40 }, { lower: 40 }, 'compatible'],
  [{ lower: 5, upper: 7 }, { lower: 8, upper: 9 }, 'contradict'],
  [{ lower: 5, upper: 7 }, { lower: 7, upper: 9 }, 'compatible'],
  [{ lower: 800, upper: 800, approximate: true }, { lower: 800, upper: 800 }, 'compatible'],
  [{ lower: 800, upper: 800, approximate: true }, { lower: 850, upper: 850 }, 'compatible'],
  [{ lower: 800, upper: 800, approximate: true }, { lower: 1000, upper: 1000 }, 'contradict'],
  [{ lower: 3000, lowerStrict: true }, { lower: 16_000, lowerStrict: true }, 'compatible'],
])('%j and %j: %s', (a, b, expected) => {
  expect(compareFigures(figure(a), figure(b))).toBe(expected);
  expect(compareFigures(figure(b), figure(a))).toBe(expected);
});

const bounds = fc
  .record(
    {
      lower: fc.nat({ max: 9 }),
      upper: fc.nat({ max: 9 }),
      lowerStrict: fc.boolean(),
      upperStrict: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  .map((found): FigureBounds => ({
    ...(found.lower === undefined ? {} : { lower: found.lower }),
    ...(found.upper === undefined ? {} : { upper: found.upper }),
    ...(found.lowerStrict === undefined ? {} : { lowerStrict: found.lowerStrict }),
    ...(found.upperStrict === undefined ? {} : { upperStrict: found.upperStrict }),
  }))
  .filter((found) => boundsProblem(found) === undefined);

// What a figure allows, counted out; 20 stands for all that is higher than any bound here.
function allowed(of: FigureBounds): number[] {
  const { from, to } = span(of);
  return Array.from({ length: 21 }, (_, number) => number).filter(
    (number) => number >= from && number <= to,
  );
}

test('comparison agrees with counting out which numbers both allow', () => {
  fc.assert(
    fc.property(bounds, bounds, (a, b) => {
      const [inA, inB] = [allowed(a), allowed(b)];
      const both = inA.filter((number) => inB.includes(number));
      const isEqual = both.length === inA.length && both.length === inB.length;
      const expected = isEqual ? 'equal' : both.length > 0 ? 'compatible' : 'contradict';
      expect(compareFigures(figure(a), figure(b))).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
