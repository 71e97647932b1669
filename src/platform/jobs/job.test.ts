import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertIdsOnly, declareJob, handleJob, PermanentFailure, type JobRun } from './job.ts';
import { createLog } from '#platform/logging';

const parse = (value: unknown): { id: string } => {
  if (typeof value === 'object' && value !== null && 'id' in value && value.id === '7') {
    return { id: '7' };
  }
  throw new TypeError('no id');
};

const run: JobRun = {
  id: 'a',
  attempt: 1,
  isLastAttempt: false,
  signal: new AbortController().signal,
  log: createLog({ level: 'silent' }),
};

test.each(['', 'Mail', 'mail.', 'mail send', 'dead', 'a..b', 'x;drop'])(
  'refuses the name %j',
  (name) => {
    expect(() => declareJob({ name, parse })).toThrow('"name"');
  },
);

test('payloads hold ids, days, numbers and lists of them', () => {
  const uid = '0b5ff1a0-6d0c-4f0e-9c39-6c1f0e1b2a3d';
  expect(() =>
    assertIdsOnly({ uid, ids: ['1', '2'], day: '2026-01-21', on: true, n: 3, none: null }),
  ).not.toThrow();
});

test.each([
  ['a'.repeat(101)],
  ['shirin@example.org'],
  ['Shirin Example'],
  ['شیرین'],
  [['1', 'Shirin Example']],
  [{ name: 'x' } as unknown as string],
  [Number.NaN],
])('refuses content: %j', (value) => {
  expect(() => assertIdsOnly({ note: value })).toThrow('"note" expected an id');
});

test('no text with a blank or a letter outside ASCII gets into the queue', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      if (/[^\w.:/+-]/u.test(text)) expect(() => assertIdsOnly({ text })).toThrow(RangeError);
    }),
  );
});

test('a payload that does not parse is given up, without reaching the handler', async () => {
  const seen: string[] = [];
  const handler = handleJob(declareJob({ name: 'x', parse }), async ({ id }) => void seen.push(id));
  await handler.run({ id: '7' }, run);
  await expect(async () => handler.run({ id: 8 }, run)).rejects.toThrow(PermanentFailure);
  expect(seen).toEqual(['7']);
});
