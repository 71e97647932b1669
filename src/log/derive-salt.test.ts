import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveSalt } from './derive-salt.ts';

test('is HMAC-SHA-256', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.string({ maxLength: 200 }),
      (seed, name) => {
        const expected = createHmac('sha256', seed).update(name).digest('hex');
        expect(Buffer.from(deriveSalt(seed, name)).toString('hex')).toBe(expected);
      },
    ),
  );
});
