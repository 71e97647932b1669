import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64, maxUint64, parseUint64 } from './index.ts';
import { noble } from './noble.ts';
import { node } from './node.ts';

describe('base64', () => {
  test('is that of Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = encodeBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(decodeBase64(text)).toEqual(bytes);
      }),
    );
  });

  test('has one spelling for any bytes', () => {
    const digits = fc.string({
      unit: fc.constantFrom('A', 'B', 'z', '0', '9', '+', '/', '=', '-', '_', ' ', '\n'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), (text) => {
        const bytes = decodeBase64(text);
        if (bytes !== undefined) expect(encodeBase64(bytes)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['A', 'AA', 'AAA', 'AB==', 'AAB=', 'A===', '====', 'AA=A', 'AAAA\n', '____', 'AAA٠'])(
    'is not %j',
    (text) => {
      expect(decodeBase64(text)).toBeUndefined();
    },
  );
});

describe('uint64', () => {
  test('is read as it is written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: maxUint64 }), (value) => {
        expect(parseUint64(value.toString())).toBe(value);
      }),
    );
  });

  test.each([
    '',
    '00',
    '01',
    '-1',
    '+1',
    ' 1',
    '1 ',
    '1\n',
    '1.0',
    '1e3',
    '0x1',
    '٣',
    '18446744073709551616',
    '9'.repeat(1_000_000),
  ])('is not %#', (text) => {
    expect(parseUint64(text)).toBeUndefined();
  });
});

describe('the two providers', () => {
  test('hash alike, and verify alike what anyone but the signer can make', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        (message, key, signature) => {
          expect(node.sha256(message)).toEqual(noble.sha256(message));
          expect(node.verifyEd25519(key, message, signature)).toBe(false);
          expect(noble.verifyEd25519(key, message, signature)).toBe(false);
        },
      ),
    );
  });

  test.each([node, noble])('have no key or signature of another length', ({ verifyEd25519 }) => {
    const empty = new Uint8Array(0);
    expect(verifyEd25519(new Uint8Array(31), empty, new Uint8Array(64))).toBe(false);
    expect(verifyEd25519(new Uint8Array(32), empty, new Uint8Array(63))).toBe(false);
    expect(verifyEd25519(empty, empty, empty)).toBe(false);
  });
});
