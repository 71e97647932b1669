import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkPrefix, ownWaitSeconds, strangerWaitSeconds } from './throttle.ts';

const tries = fc.nat({ max: 100_000 });

test('waits grow with failures and always end', () => {
  fc.assert(
    fc.property(tries, tries, (some, more) => {
      expect(ownWaitSeconds(some + more)).toBeGreaterThanOrEqual(ownWaitSeconds(some));
      expect(ownWaitSeconds(some)).toBeLessThanOrEqual(900);
      const wait = strangerWaitSeconds(some, more);
      expect(strangerWaitSeconds(some + 1, more + 1)).toBeGreaterThanOrEqual(wait);
      expect(wait).toBeLessThanOrEqual(300);
    }),
  );
});

test('the first failures cost nothing', () => {
  expect([0, 1, 4, 5, 6, 7].map(ownWaitSeconds)).toEqual([0, 0, 0, 5, 10, 20]);
  expect(strangerWaitSeconds(19, 49)).toBe(0);
  expect(strangerWaitSeconds(20, 0)).toBe(1);
  expect(strangerWaitSeconds(0, 50)).toBe(1);
});

test.each([
  ['198.41.7.7', '198.41.7.99', true],
  ['198.41.7.7', '198.41.8.7', false],
  ['2a00:1450:4001:1::1', '2a00:1450:4001:ffff::2', true],
  ['2a00:1450:4001::1', '2a00:1450:4002::1', false],
  ['::ffff:198.41.7.7', '198.41.7.8', true],
])('%s and %s are one network: %s', (one, other, same) => {
  const prefix = networkPrefix(one);
  expect(prefix).toBeDefined();
  expect(prefix === networkPrefix(other)).toBe(same);
});

test.each([undefined, '', 'nonsense', '127.0.0.1', '::1', '10.1.2.3', '192.168.1.1', 'fd00::1'])(
  '%s is nobody’s network',
  (address) => {
    expect(networkPrefix(address)).toBeUndefined();
  },
);
