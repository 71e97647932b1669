import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRollHead, mostPartLines, parseRollHead, type RollHead } from './index.ts';

const text = Buffer.alloc(32, 7).toString('base64');
const letter = '6f0d6c0a-6a51-4b0a-8a3a-1e6a0f5b9d57';
const [one, two] = ['0b77e0c2-7b0d-4f2b-8f6e-2d4d5b8e9c11', '1b77e0c2-7b0d-4f2b-8f6e-2d4d5b8e9c11'];
const own = {
  letter,
  text,
  affirms: 'first',
  appearance: 'named',
  verification: 'mailbox',
} as const;
const part = (first: bigint, last: bigint, batch?: string): RollHead['parts'][number] => ({
  ...{ batch, first, last, lines: 2, sha256: 'a'.repeat(64) },
});
const head: RollHead = {
  ...{ letter, size: 1_000n, left: { aside: 3, disowned: 1, withdrawn: 2 } },
  classes: [{ class: own, count: 8 }],
  batches: [
    { entry: one, place: 7n },
    { entry: two, place: 9n },
  ],
  parts: [part(0n, 5n), part(6n, 9n), part(0n, 3n, one), part(1n, 2n, two)],
};

test('a head is read back as it was written', () => {
  expect(parseRollHead(formatRollHead(head))).toEqual(head);
  const late = { ...head, left: { ...head.left, expired: 4 } };
  expect(parseRollHead(formatRollHead(late))).toEqual(late);
  const empty = { ...head, parts: [], batches: [], classes: [] };
  expect(parseRollHead(formatRollHead(empty))).toEqual(empty);
  const ended = { ...head, left: { ...head.left, expired: 2, erased: 812 } };
  expect(parseRollHead(formatRollHead(ended))).toEqual(ended);
});

test.each<[string, Partial<RollHead>, string]>([
  ['parts that overlap', { parts: [part(0n, 5n), part(5n, 9n)], batches: [] }, 'roll-out-of-order'],
  [
    'parts in another order',
    { parts: [part(6n, 9n), part(0n, 5n)], batches: [] },
    'roll-out-of-order',
  ],
  [
    'a part that ends before it begins',
    { parts: [part(6n, 5n)], batches: [] },
    'roll-out-of-order',
  ],
  [
    'a tree that comes again',
    { parts: [part(0n, 1n, one), part(0n, 1n, two), part(2n, 3n, one)] },
    'roll-out-of-order',
  ],
  [
    'a batch twice',
    { batches: [...head.batches, { entry: one, place: 11n }] },
    'roll-out-of-order',
  ],
  [
    'two batches at one place',
    {
      batches: [
        { entry: one, place: 7n },
        { entry: two, place: 7n },
      ],
    },
    'roll-out-of-order',
  ],
  ['a class twice', { classes: [...head.classes, ...head.classes] }, 'roll-out-of-order'],
  ['parts of a batch that is not named', { batches: [] }, 'roll-malformed'],
  ['a batch without parts', { parts: [] }, 'roll-malformed'],
  [
    'a part that is too long',
    { parts: [{ ...part(0n, 9n), lines: mostPartLines + 1 }], batches: [] },
    'roll-malformed',
  ],
  ['a part of nothing', { parts: [{ ...part(0n, 9n), lines: 0 }], batches: [] }, 'roll-malformed'],
])('%s: refused', (_what, change, code) => {
  expect(() => parseRollHead(formatRollHead({ ...head, ...change }))).toThrow(
    expect.objectContaining({ code }),
  );
});

test('whatever is sent, nothing but a fault of this package comes of it', () => {
  const good = formatRollHead(head);
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.string({ unit: 'binary', maxLength: 3 }), (at, put) => {
      try {
        const read = parseRollHead(good.slice(0, at) + put + good.slice(at + 1));
        expect(parseRollHead(formatRollHead(read))).toEqual(read);
      } catch (error) {
        expect(error).toMatchObject({ name: 'LetterFault' });
      }
    }),
  );
  fc.assert(
    fc.property(fc.json(), (value) => {
      expect(() => parseRollHead(value)).toThrow(expect.objectContaining({ name: 'LetterFault' }));
    }),
  );
});
