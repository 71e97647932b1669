import { expect, test } from 'vitest';
import { queueOf } from './queue.ts';

test('so many at once, so many wait, the rest is refused, and nobody is forgotten', async () => {
  const enter = queueOf(2, 1);
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const work = (id: number) => () => {
    begun.push(id);
    return new Promise<string>((resolve) => ends.push(() => resolve(`done ${id}`)));
  };
  const all = [1, 2, 3, 4].map((id) => enter(work(id), () => `refused ${id}`));
  expect(await all[3]).toBe('refused 4');
  expect(begun).toEqual([1, 2]);
  ends.shift()?.();
  expect(await all[0]).toBe('done 1');
  await Promise.resolve();
  expect(begun).toEqual([1, 2, 3]);
  for (const end of ends.splice(0)) end();
  expect(await Promise.all(all.slice(1, 3))).toEqual(['done 2', 'done 3']);
});

test('work that fails gives its place back', async () => {
  const enter = queueOf(1, 0);
  await expect(
    enter(
      () => Promise.reject(new Error('no')),
      () => 'refused',
    ),
  ).rejects.toThrow('no');
  expect(
    await enter(
      () => Promise.resolve('done'),
      () => 'refused',
    ),
  ).toBe('done');
});
