import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSealer, deriveKey, SealBroken } from './index.ts';

const master = Uint8Array.from({ length: 32 }, (_, index) => index);
const sealer = createSealer(deriveKey(master, 'test'));

test('what was sealed opens again, and only for its context', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), fc.string(), (bytes, context, other) => {
      const sealed = sealer.seal(bytes, context);
      expect(sealer.open(sealed, context)).toEqual(bytes);
      if (other !== context) expect(() => sealer.open(sealed, other)).toThrow(SealBroken);
    }),
  );
});

test('any change of any byte breaks the seal', () => {
  const sealed = sealer.seal('JBSWY3DPEHPK3PXP', 'totp:7');
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const altered = Buffer.from(bytes);
    altered[index] = (altered[index] ?? 0) ^ 1;
    const forged = `s1.${altered.toString('base64url')}`;
    expect(() => sealer.open(forged, 'totp:7')).toThrow(SealBroken);
  }
});

test.each(['', 's1', 's1.', 's1.AAAA', 's2.AAAA', 'garbage', 's1.é'])(
  'refuses %j, which nobody sealed',
  (value) => {
    expect(() => sealer.open(value, 'totp:7')).toThrow(SealBroken);
  },
);

test('refuses a second spelling of the same value', () => {
  const sealed = sealer.seal('x', 'c');
  expect(() => sealer.open(`${sealed} `, 'c')).toThrow(SealBroken);
  expect(() => sealer.open(`${sealed}.`, 'c')).toThrow(SealBroken);
});

test('the same secret never looks the same twice', () => {
  expect(sealer.seal('x', 'c')).not.toBe(sealer.seal('x', 'c'));
});

test('another key does not open it', () => {
  const other = createSealer(deriveKey(master, 'other'));
  expect(() => other.open(sealer.seal('x', 'c'), 'c')).toThrow(SealBroken);
});

test('text that is no UTF-8 is refused, not mended', () => {
  const sealed = sealer.seal(Uint8Array.of(0xff), 'c');
  expect(() => sealer.openText(sealed, 'c')).toThrow(SealBroken);
  expect(sealer.openText(sealer.seal('سلام', 'c'), 'c')).toBe('سلام');
});

test('derived keys follow RFC 5869 with our info string, and differ by label', () => {
  // Fixed for ever: a change here would make everything sealed unreadable.
  expect(Buffer.from(deriveKey(master, 'test')).toString('hex')).toBe(
    '52590f25cf2f6f4b6199ce62903cf3111aeb8425ed2f2a12a08f8755f54ee1e2',
  );
  expect(deriveKey(master, 'a')).not.toEqual(deriveKey(master, 'b'));
});

test('refuses keys of a wrong length by name', () => {
  expect(() => createSealer(new Uint8Array(16))).toThrow('"key" expected 32 bytes');
  expect(() => deriveKey(new Uint8Array(31), 'x')).toThrow('"master" expected 32 bytes');
  expect(() => deriveKey(master, '')).toThrow('"label"');
});
