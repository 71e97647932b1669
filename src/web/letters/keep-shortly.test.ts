import { expect, test } from 'vitest';
import { keepShortly } from './keep-shortly.ts';

test('many readers are one question, until the time is over', async () => {
  let now = 0;
  let asked = 0;
  const read = keepShortly(
    (key) => {
      asked += 1;
      return Promise.resolve(`${key} ${asked}`);
    },
    2_000,
    () => now,
  );
  expect(await Promise.all([read('a'), read('a'), read('b')])).toEqual(['a 1', 'a 1', 'b 2']);
  now = 1_999;
  expect(await read('a')).toBe('a 1');
  now = 2_000;
  expect(await read('a')).toBe('a 3');
});

test('a failure is not kept, and no more than a thousand things are', async () => {
  let asked = 0;
  const read = keepShortly(() => {
    asked += 1;
    return asked === 1 ? Promise.reject(new Error('away')) : Promise.resolve(asked);
  }, 2_000);
  await expect(read('a')).rejects.toThrow('away');
  expect(await read('a')).toBe(2);
  for (let other = 0; other < 1_000; other += 1) await read(`other ${other}`);
  expect(await read('a')).toBe(1_003);
});
