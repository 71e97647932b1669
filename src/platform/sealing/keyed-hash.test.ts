import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyedHash } from './index.ts';

test('is the HMAC-SHA-256 of Node for every key of at most a block, and every text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'binary' }), (key, text) => {
      expect(keyedHash(key, text)).toEqual(createHmac('sha256', key).update(text).digest());
    }),
  );
});

test('refuses a key that it would have to hash first', () => {
  expect(() => keyedHash(new Uint8Array(65), '')).toThrow(RangeError);
});
