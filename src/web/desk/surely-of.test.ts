import { expect, test } from 'vitest';
import { surelyOf } from './surely-of.ts';

test.each([
  ['2026-01-09', '2026-01-09'],
  ['2026-04-01', '2026-04'],
  ['2024-01-01', '2024'],
  ['2024-01-31', '2024-01-31'],
])('%s is surely %s', (day, sure) => {
  expect(surelyOf(day)).toBe(sure);
});
