import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseEdtf, partsOf, type Edtf } from './edtf.ts';

test.each([
  '2026',
  '2026-01',
  '2026-01-09',
  '2024-02-29',
  '2026-01~',
  '2026?',
  '2026-01-09%',
  '2026-XX',
  '2026-01-XX',
  '2026-XX-XX~',
  '202X',
  '20XX?',
  '2026-21',
  '2026-24~',
  '2026-01/2026-03',
  '2026-01-09/2026-01',
  '../2026',
  '2022-08/..',
  '2022-08/',
  '/2026-01-09~',
  '2026-21/2026-22',
  '2026-01-XX/2026-03?',
  '0001',
  '9999-12-31',
])('%s is EDTF', (text) => {
  expect(parseEdtf(text)).toEqual({ ok: true, edtf: text });
});

test.each([
  ['', 'empty', 0],
  ['2026-02-30', 'no-such-day', 8],
  ['2025-02-29', 'no-such-day', 8],
  ['1900-02-29', 'no-such-day', 8],
  ['2026-04-31', 'no-such-day', 8],
  ['2026-01-00', 'no-such-day', 8],
  ['2026-13', 'no-such-month', 5],
  ['2026-00', 'no-such-month', 5],
  ['2026-25', 'no-such-month', 5],
  ['2026-21-01', 'no-such-month', 5],
  ['2026/2026-13', 'no-such-month', 10],
  ['0000', 'no-such-year', 0],
  ['000X', 'no-such-year', 0],
  ['-0005', 'unexpected', 0],
  ['2026-1-9', 'unexpected', 6],
  ['2026-1X', 'unexpected', 6],
  ['2026-XX-09', 'unexpected', 8],
  ['20X6', 'unexpected', 3],
  ['202X-01', 'unexpected', 4],
  ['2026-01-09T10:00', 'unexpected', 10],
  ['2026-01-09~~', 'unexpected', 11],
  [' 2026', 'unexpected', 0],
  ['2026 ', 'unexpected', 4],
  ['2026-', 'unexpected', 5],
  ['۲۰۲۶', 'unexpected', 0],
  ['2026/2027/2028', 'unexpected', 9],
  ['?2026', 'unexpected', 0],
  ['/', 'says-nothing', 0],
  ['../..', 'says-nothing', 0],
  ['../', 'says-nothing', 0],
  ['2026-03/2026-01', 'reversed', 8],
  ['2026-01-09/2026-01-08', 'reversed', 11],
  ['2026-23/2026-03', 'reversed', 8],
  ['2'.repeat(101), 'too-long', 100],
] as const)('%j is refused: %s at %i', (text, code, at) => {
  expect(parseEdtf(text)).toEqual({ ok: false, problem: { code, at } });
});

test.each([null, undefined, 2026, {}, ['2026']])('%j is no text', (input) => {
  expect(parseEdtf(input)).toEqual({ ok: false, problem: { code: 'not-text', at: 0 } });
});

test('nothing makes the parser throw, and a fault lies within the text', () => {
  const nearly = fc.stringMatching(/^[0-9X?~%./-]{0,26}$/);
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), nearly), (input) => {
      const result = parseEdtf(input);
      if (result.ok) expect(partsOf(result.edtf)).toBeDefined();
      else if (typeof input === 'string')
        expect(result.problem.at).toBeLessThanOrEqual(input.length);
    }),
    { numRuns: 2000 },
  );
});

test('an unchecked text has no parts', () => {
  expect(() => partsOf('soon' as Edtf)).toThrow(RangeError);
});
