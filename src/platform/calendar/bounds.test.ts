import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundsOf, compareEdtf } from './bounds.ts';
import { edtfArbitrary } from './edtf.arbitrary.ts';
import type { Edtf } from './edtf.ts';

test.each([
  ['2026-01-09', '2026-01-09', '2026-01-09', 'day'],
  ['2026-02', '2026-02-01', '2026-02-28', 'month'],
  ['2024-02-XX', '2024-02-01', '2024-02-29', 'month'],
  ['2026', '2026-01-01', '2026-12-31', 'year'],
  ['2026-XX-XX', '2026-01-01', '2026-12-31', 'year'],
  ['202X', '2020-01-01', '2029-12-31', 'decade'],
  ['20XX', '2000-01-01', '2099-12-31', 'century'],
  ['2026-21', '2026-03-01', '2026-06-21', 'season'],
  ['2026-24', '2025-12-01', '2027-03-21', 'season'],
  ['0001-24', '0001-01-01', '0002-03-21', 'season'],
  ['9999-24', '9998-12-01', '9999-12-31', 'season'],
  ['2026-01/2026-03', '2026-01-01', '2026-03-31', 'interval'],
  ['../2026', undefined, '2026-12-31', 'interval'],
  ['2022-08/', '2022-08-01', undefined, 'interval'],
])('%s lies between %s and %s', (edtf, earliest, latest, precision) => {
  const bounds = boundsOf(edtf as Edtf);
  expect([bounds.earliest, bounds.latest, bounds.precision]).toEqual([earliest, latest, precision]);
});

test('doubt is told', () => {
  expect(boundsOf('2026~' as Edtf)).toMatchObject({ approximate: true, uncertain: false });
  expect(boundsOf('2026?' as Edtf)).toMatchObject({ approximate: false, uncertain: true });
  expect(boundsOf('2026%' as Edtf)).toMatchObject({ approximate: true, uncertain: true });
  expect(boundsOf('2026/2027~' as Edtf)).toMatchObject({ approximate: true, uncertain: false });
});

test('bounds are days in order', () => {
  fc.assert(
    fc.property(edtfArbitrary, (edtf) => {
      const { earliest, latest } = boundsOf(edtf);
      expect(earliest ?? latest).toMatch(/^\d{4}-\d\d-\d\d$/);
      if (earliest !== undefined && latest !== undefined) expect(earliest <= latest).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['2026-01-09', '2026-01-10', 'certainly before'],
  ['2026-02', '2026-01', 'certainly after'],
  ['2026-01', '2026-01-31', 'may overlap'],
  ['2026-01~', '2026-02', 'may overlap'],
  ['2026-01~', '2026-04', 'certainly before'],
  ['2026-01-09~', '2026-01-11', 'certainly before'],
  ['2026-01-09~', '2026-01-10', 'may overlap'],
  ['2017~', '2019-02', 'certainly before'],
  ['1950?', '2026', 'may overlap'],
  ['../2020', '2021', 'certainly before'],
  ['/2020', '2021', 'certainly before'],
  ['2020/..', '2019', 'certainly after'],
  ['2020/..', '2030', 'may overlap'],
])('%s and %s: %s', (a, b, order) => {
  expect(compareEdtf(a as Edtf, b as Edtf)).toBe(order);
});

test('order turns round with its sides, and everything may overlap itself', () => {
  const mirrored = {
    'certainly before': 'certainly after',
    'certainly after': 'certainly before',
    'may overlap': 'may overlap',
  };
  fc.assert(
    fc.property(edtfArbitrary, edtfArbitrary, (a, b) => {
      expect(compareEdtf(b, a)).toBe(mirrored[compareEdtf(a, b)]);
      expect(compareEdtf(a, a)).toBe('may overlap');
    }),
    { numRuns: 500 },
  );
});
