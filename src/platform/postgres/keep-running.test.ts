import { expect, test } from 'vitest';
import { keepRunning } from './keep-running.ts';
import type { PostgresError } from './postgres-error.ts';

const fast = { pausesMs: [0, 1, 2], lookEveryMs: 1 };

/** A PostgreSQL that has ended; the first so many tries to start it anew fail. */
function ended(failing: number, staysUp = true) {
  let [isAlive, tries] = [false, 0];
  return {
    isAlive: () => isAlive,
    restart: () => {
      tries += 1;
      if (tries <= failing) return Promise.reject(new Error('No room.'));
      isAlive = staysUp;
      return Promise.resolve();
    },
  };
}

function watched(postgres: ReturnType<typeof ended>, steadyAfterMs: number) {
  const attempts: number[] = [];
  return new Promise<{ attempts: number[]; end: string }>((resolve) => {
    const letEnd = keepRunning({
      ...{ ...fast, steadyAfterMs, postgres, onEnded: (attempt) => attempts.push(attempt) },
      onBack: () => {
        if (postgres.isAlive()) void letEnd().then(() => resolve({ attempts, end: 'back' }));
      },
      onGivenUp: ({ message, code }: PostgresError) =>
        resolve({ attempts, end: `${code}: ${message}` }),
    });
  });
}

test('is started anew until that succeeds', async () => {
  expect(await watched(ended(2), 60_000)).toEqual({ attempts: [1, 2, 3], end: 'back' });
});

test('is given up after the last try, with the reason of it', async () => {
  const { attempts, end } = await watched(ended(9), 0);
  expect(attempts).toEqual([1, 2, 3]);
  expect(end).toMatch(/^gone: .* No room\.$/);
});

test('is given up when it ends again at once each time', async () => {
  const { attempts, end } = await watched(ended(0, false), 60_000);
  expect(attempts).toEqual([1, 2, 3]);
  expect(end).toContain('it ended again');
});

test('let end, it is left alone', async () => {
  const attempts: number[] = [];
  const letEnd = keepRunning({
    ...{ ...fast, postgres: ended(0), onEnded: (attempt) => attempts.push(attempt) },
    onBack: () => {},
    onGivenUp: () => {},
  });
  await letEnd();
  expect(attempts).toEqual([]);
});
