import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBucket, type RegisterLine } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import {
  compareBuckets,
  judgeUnexplained,
  WatchedRegister,
  type EditionEntry,
} from './watched-register.ts';

const id = '0a5f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
const hash = (byte: number) => new Uint8Array(32).fill(byte);
const edition = (number: number, byte = number): EditionEntry => ({
  ...{ kind: 'edition-corrected', subject: id, number, hash: hash(byte) },
});
const removal = (number: number): EditionEntry => ({
  ...{ kind: 'edition-removed', subject: id, number },
});

test.each([
  [[edition(1), edition(2)], 'corrected'],
  [[edition(1), removal(1)], 'removed'],
  [[removal(1), edition(2)], 'corrected'],
  [[edition(2), edition(2)], undefined],
  [[removal(2), removal(2)], undefined],
  [[edition(2), edition(1)], 'number-back'],
  [[edition(2), edition(2, 9)], 'number-back'],
  [[removal(2), edition(2)], 'number-back'],
  [[edition(3), removal(2)], 'number-back'],
])('%j ends as %s', (entries, code) => {
  const register = new WatchedRegister(node);
  const findings = entries.map((entry, index) => register.apply(entry, BigInt(index)));
  expect(findings.at(-1)?.code).toBe(code);
  expect(register.size).toBe(1);
});

const lineOf = (number: number, byte?: number): RegisterLine =>
  byte === undefined ? { id, number } : { id, number, hash: hash(byte) };

test.each([
  [[lineOf(1, 1)], [], ['line-vanished'], 0],
  [[lineOf(1)], [], ['line-vanished'], 0],
  [[lineOf(2, 1)], [lineOf(1, 1)], ['number-back'], 0],
  [[lineOf(1, 1)], [lineOf(1, 2)], ['line-changed'], 0],
  [[lineOf(1)], [lineOf(1, 1)], ['line-changed'], 0],
  [[lineOf(1, 1)], [lineOf(1)], [], 1],
  [[lineOf(1, 1)], [lineOf(2, 2)], [], 1],
  [[], [lineOf(1, 1)], [], 1],
  [[lineOf(1, 1)], [lineOf(1, 1)], [], 0],
])('from %j to %j', (before, served, alarms, explicable) => {
  const compared = compareBuckets(before, served);
  expect(compared.alarms.map(({ code }) => code)).toEqual(alarms);
  expect(compared.explicable).toHaveLength(explicable);
});

test('more changes than entries that cannot be opened are an alarm', () => {
  const { explicable } = compareBuckets([], [lineOf(1, 1)]);
  expect(judgeUnexplained(explicable, 1)).toMatchObject([{ alarm: false }]);
  expect(judgeUnexplained(explicable, 0)).toMatchObject([{ alarm: true, code: 'line-changed' }]);
});

test('a register that was written and read again has the same root, whatever the order', () => {
  const lines = fc.uniqueArray(
    fc.record({ id: fc.uuid(), number: fc.integer({ min: 1, max: 9 }), byte: fc.nat(255) }),
    { selector: (line) => line.id, maxLength: 20 },
  );
  fc.assert(
    fc.property(lines, (some) => {
      const register = new WatchedRegister(
        node,
        some.map((line) => ({ id: line.id, number: line.number, hash: hash(line.byte) })),
      );
      const texts = Buffer.from([...register.texts()].join(''));
      const again = new WatchedRegister(node, parseBucket(texts).toReversed());
      expect(again.root()).toEqual(register.root());
      expect(again.size).toBe(some.length);
    }),
    { numRuns: 50 },
  );
});
