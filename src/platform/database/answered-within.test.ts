import { expect, test } from 'vitest';
import { answeredWithin } from './answered-within.ts';
import { isDatabaseAway } from './is-away.ts';

test('what answers in time is answered, its errors too', async () => {
  await expect(answeredWithin(60_000, () => Promise.resolve(7))).resolves.toBe(7);
  const broken = new Error('broken');
  await expect(answeredWithin(60_000, () => Promise.reject(broken))).rejects.toBe(broken);
});

test('silence is a database that is away, and what comes of it later troubles nobody', async () => {
  let fail = (_error: Error): void => {};
  const work = new Promise<never>((_resolve, reject) => (fail = reject));
  const error: unknown = await answeredWithin(1, () => work).catch((caught: unknown) => caught);
  expect(isDatabaseAway(error)).toBe(true);
  fail(new Error('too late'));
  await expect(work).rejects.toThrow('too late');
});
