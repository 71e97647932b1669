import { expect, test } from 'vitest';
import { parseHumanDate } from './human-date.ts';

test.each([
  ['late January 2026', 'late', '2026-01-21/2026-01-31'],
  ['end of January 2026', 'end of', '2026-01-21/2026-01-31'],
  ['at the end of February 2024', 'end of', '2024-02-21/2024-02-29'],
  ['early January 2026', 'early', '2026-01-01/2026-01-10'],
  ['mid-January 2026', 'mid', '2026-01-11/2026-01-20'],
  ['fin janvier 2026', 'fin', '2026-01-21/2026-01-31'],
  ['début janvier 2026', 'debut', '2026-01-01/2026-01-10'],
  ['mi-janvier 2026', 'mi', '2026-01-11/2026-01-20'],
  ['اواخر دی ۱۴۰۴', 'اواخر', '2026-01-11/2026-01-20'],
  ['اوایل دی ۱۴۰۴', 'اوایل', '2025-12-22/2025-12-31'],
  ['late 2025', 'late', '2025-09/2025-12'],
])('%s is offered as an interval, not taken for one', (typed, word, edtf) => {
  const result = parseHumanDate(typed, { locale: 'en' });
  expect(result).toMatchObject({ ok: false, problem: { code: 'part', word, choices: [{ edtf }] } });
});

test.each(['late 9 January 2026', 'end of spring 2026', 'early', 'late nonsense'])(
  '%s is no part of a month or year',
  (typed) => {
    const result = parseHumanDate(typed, { locale: 'en' });
    expect(result.ok ? '' : result.problem.code).not.toBe('part');
    expect(result.ok).toBe(false);
  },
);

test('what is offered is read when it is typed', () => {
  for (const typed of ['late January 2026', 'اواخر دی ۱۴۰۴', 'early 2025', '03/04/2026']) {
    const result = parseHumanDate(typed, { locale: 'fa' });
    for (const { edtf } of (!result.ok && result.problem.choices) || []) {
      expect(parseHumanDate(edtf, { locale: 'fa' })).toMatchObject({ ok: true, edtf });
    }
  }
});
