import { expect, test } from 'vitest';
import { fixedClock, systemClock } from './index.ts';

test('a fixed clock stands still, whatever is done to the dates it gave', () => {
  const clock = fixedClock('2026-01-21T10:00:00Z');
  clock().setFullYear(1999);
  expect(clock().toISOString()).toBe('2026-01-21T10:00:00.000Z');
});

test('a fixed clock refuses what is no instant', () => {
  expect(() => fixedClock('tomorrow')).toThrow(RangeError);
});

test('the system clock tells the present', () => {
  const before = Date.now();
  const told = systemClock().getTime();
  expect(told).toBeGreaterThanOrEqual(before);
  expect(told).toBeLessThanOrEqual(Date.now());
});
