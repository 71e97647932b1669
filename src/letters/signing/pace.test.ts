import { expect, test } from 'vitest';
import { createPace, networkOf } from './pace.ts';

test('a network sends so many in a window, and others are not held back by it', () => {
  let at = 0;
  const pace = createPace({ most: 2, windowMs: 1000, now: () => at });
  const taken = ['192.0.2.1', '192.0.2.9', '192.0.2.77', '198.51.100.1'].map((one) =>
    pace.take(one),
  );
  expect(taken).toEqual([true, true, false, true]);
  at = 1000;
  expect(pace.take('192.0.2.77')).toBe(true);
});

test('what is kept of networks has a bound', () => {
  const pace = createPace({ most: 1, windowMs: 1e9, mostNetworks: 2, now: () => 0 });
  expect(['10.0.0.1', '10.0.1.1', '10.0.2.1', '10.0.0.1'].map((one) => pace.take(one))).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test.each([
  ['192.0.2.200', '192.0.2'],
  ['::ffff:192.0.2.200', '192.0.2'],
  ['2001:db8:7:1::5', '2001:db8:7'],
  ['2001:db8::5', '2001:db8:0'],
  ['::1', '0:0:0'],
])('%s is of %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
