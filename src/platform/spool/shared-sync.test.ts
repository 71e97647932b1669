import { expect, test } from 'vitest';
import { shareSync } from './shared-sync.ts';

test('who comes while one runs waits for the next, which they share', async () => {
  const ends: (() => void)[] = [];
  const sync = shareSync(() => new Promise((resolve) => ends.push(resolve)));
  const done: string[] = [];
  const ask = async (name: string) => {
    await sync();
    done.push(name);
  };
  const first = ask('first');
  await Promise.resolve();
  const others = [ask('second'), ask('third')];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await first;
  expect(done).toEqual(['first']);
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.();
  await Promise.all(others);
  expect(done).toEqual(['first', 'second', 'third']);
});

test('one that fails is told to those who shared it, and not to the next', async () => {
  let times = 0;
  const sync = shareSync(async () => {
    times += 1;
    await Promise.resolve();
    if (times === 1) throw new Error('the disk is gone');
  });
  await expect(sync()).rejects.toThrow('the disk is gone');
  await sync();
  expect(times).toBe(2);
});
