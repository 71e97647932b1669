import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createRingSealer,
  createSealer,
  deriveKey,
  deriveRing,
  keysOf,
  ringOf,
  SealBroken,
  sealedUnder,
} from './index.ts';

const [first, second, third] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const old = createRingSealer(deriveRing(ringOf(first), 'test'));
const both = createRingSealer(deriveRing(ringOf(second, first), 'test'));
const now = createRingSealer(deriveRing(ringOf(second), 'test'));

test('what was sealed opens for its context, whichever key of the ring sealed it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.string(),
      (text, context, other) => {
        for (const sealer of [old, both]) {
          const sealed = sealer.seal(text, context);
          expect(both.openText(sealed, context)).toBe(text);
          if (other !== context) expect(() => both.open(sealed, other)).toThrow(SealBroken);
        }
      },
    ),
  );
});

test('a sealed value names its key, and is sealed anew only under another one', () => {
  const sealed = old.seal('JBSWY3DP', 'totp:7');
  expect(sealedUnder(sealed)).toBe(ringOf(first).current.id);
  const again = both.reseal(sealed, 'totp:7');
  expect(sealedUnder(again)).toBe(ringOf(second).current.id);
  expect(both.reseal(again, 'totp:7')).toBe(again);
  expect(now.openText(again, 'totp:7')).toBe('JBSWY3DP');
  expect(() => now.open(sealed, 'totp:7')).toThrow(SealBroken);
  expect(() => both.reseal(sealed, 'totp:8')).toThrow(SealBroken);
});

test('values from before keys had names open, and get one', () => {
  const sealed = createSealer(deriveKey(first, 'test')).seal('JBSWY3DP', 'totp:7');
  expect(sealedUnder(sealed)).toBeUndefined();
  expect(both.openText(sealed, 'totp:7')).toBe('JBSWY3DP');
  expect(now.openText(both.reseal(sealed, 'totp:7'), 'totp:7')).toBe('JBSWY3DP');
  expect(() => now.open(sealed, 'totp:7')).toThrow(SealBroken);
});

test('the name of the key is sealed too', () => {
  const [version, , body] = old.seal('x', 'c').split('.');
  const forged = `${version}.${ringOf(second).current.id}.${body}`;
  expect(() => both.open(forged, 'c')).toThrow(SealBroken);
  expect(() => both.open(`s1.${body}`, 'c')).toThrow(SealBroken);
});

test.each(['', 's2', 's2.', 's2..', 's2.0123456789abcdef.AAAA', 's1.AAAA', 's3.x.AAAA'])(
  'refuses %j, which nobody sealed',
  (value) => {
    expect(() => both.open(value, 'c')).toThrow(SealBroken);
  },
);

test('a ring has different keys, the current one first, and ids that are fixed for ever', () => {
  expect(keysOf(ringOf(third, first)).map(({ key }) => key)).toEqual([third, first]);
  expect(() => ringOf()).toThrow('at least one');
  expect(() => ringOf(first, first)).toThrow('different');
  expect(() => ringOf(new Uint8Array(31))).toThrow('32 bytes');
  const ring = ringOf(first);
  expect(deriveRing(ring, 'a').current.id).toBe(ring.current.id);
  expect(deriveRing(ring, 'a').current.key).toEqual(deriveKey(first, 'a'));
  expect(ring.current.id).toBe('292e41eddad3941a');
});
