import { expect, test } from 'vitest';
import { keepDoing } from './index.ts';

test('does it again after each rest, never beside itself', async () => {
  let [under, most, times] = [0, 0, 0];
  const done = Promise.withResolvers<void>();
  const ongoing = keepDoing(async () => {
    under += 1;
    most = Math.max(most, under);
    await Promise.resolve();
    under -= 1;
    times += 1;
    if (times === 3) done.resolve();
    return 0;
  });
  await done.promise;
  await ongoing.close();
  expect(most).toBe(1);
});

test('closing ends a rest at once, and waits for what is under way', async () => {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<number>();
  const told: string[] = [];
  const ongoing = keepDoing((ending) => {
    ending.addEventListener('abort', () => told.push('ending'));
    begun.resolve();
    return end.promise;
  });
  await begun.promise;
  const closed = ongoing.close().then(() => told.push('closed'));
  await Promise.resolve();
  told.push('still under way');
  end.resolve(86_400_000);
  await closed;
  expect(told).toEqual(['ending', 'still under way', 'closed']);
});

test('an error of the work is not lost', async () => {
  const ongoing = keepDoing(() => Promise.reject(new Error('a bug')));
  await expect(ongoing.close()).rejects.toThrow('a bug');
});
