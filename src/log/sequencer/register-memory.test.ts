import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashBucket, registerRoot, type RegisterLine } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { rememberRegister } from './register-memory.ts';
import { digestLines } from './register-tables.ts';

const line: fc.Arbitrary<RegisterLine> = fc
  .tuple(fc.uuid(), fc.integer({ min: 1, max: 3 }), fc.option(fc.constantFrom(1, 2)))
  .map(([id, number, fill]) =>
    fill === null ? { id, number } : { id, number, hash: new Uint8Array(32).fill(fill) },
  );
const lines = fc
  .uniqueArray(line, { maxLength: 20, selector: ({ id }) => id })
  .map((all) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1)));

test('gives what hashing gives, whatever it was asked before', () => {
  const step = fc.record({
    bucket: fc.nat(2),
    fresh: lines,
    // Keeps some lines as they were, with another number or hash, and drops others.
    kept: fc.array(fc.constantFrom('same', 'number', 'hash', 'gone'), { maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const memory = rememberRegister();
      const before = new Map<number, readonly RegisterLine[]>();
      for (const { bucket, fresh, kept } of steps) {
        const old = (before.get(bucket) ?? []).flatMap((one, at): RegisterLine[] => {
          if (kept[at] === 'gone') return [];
          if (kept[at] === 'number') return [{ ...one, number: one.number + 1 }];
          if (kept[at] === 'hash') {
            return [{ id: one.id, number: one.number, hash: new Uint8Array(32).fill(9) }];
          }
          // Read again: the same line, and another object.
          return [structuredClone(one)];
        });
        const ids = new Set(old.map(({ id }) => id));
        const asked = [...old, ...fresh.filter(({ id }) => !ids.has(id))].toSorted((a, b) =>
          a.id < b.id ? -1 : 1,
        );
        before.set(bucket, asked);
        expect(memory.hashBucket(bucket, asked)).toEqual(hashBucket(node, asked));
      }
    }),
  );
});

test('gives the lines of a bucket only to whoever names their digest, and only the last', () => {
  fc.assert(
    fc.property(lines, lines, (first, second) => {
      const memory = rememberRegister();
      expect(memory.linesOf(1, digestLines(first))).toBeUndefined();
      memory.hashBucket(1, first);
      memory.hashBucket(1, second);
      expect(memory.known([0, 1, 2])).toEqual([1]);
      expect(memory.linesOf(1, digestLines(structuredClone(second)))).toEqual(second);
      expect(memory.linesOf(1, undefined)).toBeUndefined();
      const isSame = Buffer.compare(hashBucket(node, first), hashBucket(node, second)) === 0;
      expect(memory.linesOf(1, digestLines(first)) !== undefined).toBe(isSame);
    }),
  );
});

test('forgets the bucket that was set longest ago when it holds too many lines', () => {
  const id = (bucket: number, at: number) =>
    `${bucket.toString(16).padStart(2, '0')}000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}`;
  const many = (bucket: number, count: number): RegisterLine[] =>
    Array.from({ length: count }, (_, at) => ({ id: id(bucket, at), number: 1 }));
  const memory = rememberRegister();
  for (const bucket of [1, 2, 3]) memory.hashBucket(bucket, many(bucket, 20_000));
  memory.hashBucket(1, many(1, 20_001));
  memory.hashBucket(4, many(4, 20_000));
  expect(memory.known([1, 2, 3, 4])).toEqual([1, 3, 4]);
  // More than it holds at all: kept until the next one comes.
  memory.hashBucket(5, many(5, 70_000));
  memory.hashBucket(6, many(6, 1));
  expect(memory.known([1, 3, 4, 5, 6])).toEqual([6]);
});

test('gives the root of whatever hashes it is handed', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(255), hash), { maxLength: 8 }), (changes) => {
      const memory = rememberRegister();
      const hashes = Array.from({ length: 256 }, () => new Uint8Array(32));
      for (const [bucket, changed] of changes) {
        hashes[bucket] = changed;
        expect(memory.root(hashes)).toEqual(registerRoot(node, hashes));
      }
    }),
    { numRuns: 20 },
  );
});
