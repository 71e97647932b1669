import { expect, test } from 'vitest';
import { parseInstant } from './instant.ts';

test.each([
  ['2026-01-09T10:15:30.123456Z', '2026-01-09T10:15:30.123456Z'],
  ['2026-01-09T10:15:30.5Z', '2026-01-09T10:15:30.500000Z'],
  ['2026-01-09T23:59:59Z', '2026-01-09T23:59:59.000000Z'],
])('reads %s', (typed, read) => {
  expect(parseInstant(typed)).toBe(read);
});

test.each([
  '2026-01-09',
  '2026-02-30T10:15:30Z',
  '2026-01-09T24:00:00Z',
  '2026-01-09T10:15:60Z',
  '0000-01-09T10:15:30Z',
  '2026-01-09T10:15:30.1234567Z',
  '2026-01-09T10:15:30+01:00',
  'infinity',
  '',
])('refuses “%s”', (typed) => {
  expect(parseInstant(typed)).toBeUndefined();
});
