import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSealer, SealBroken } from '#platform/sealing';
import { makeLetterSecret, openSignerKeys } from '../signing/signer-keys.ts';
import { makeVouch, openVouches, sealVouches } from './vouch-list.ts';

const letter = '6c1d7b54-5a3f-4a43-9a5e-0f3f2d1c9b7a';
const sealer = createSealer(randomBytes(32));
const keys = openSignerKeys(sealer, letter, makeLetterSecret(sealer, letter));
const voucher = { letter, mailbox: randomBytes(32), keys };

const given = fc.record({
  of: fc.constant(randomBytes(32).toString('base64')),
  seen: fc.constant(randomBytes(32).toString('base64url')),
  // As long as the longest that can be kept, in letters of any script.
  words: fc
    .string({ unit: 'grapheme', maxLength: 150 })
    .filter((one) => Buffer.byteLength(JSON.stringify(one)) <= 600),
  language: fc.constantFrom('en', 'fa', 'fr'),
  on: fc.constant('2026-03-01'),
});

test('a list opens as it was, and is of one size whatever it holds', () => {
  const size = sealVouches(voucher, []).length;
  fc.assert(
    fc.property(fc.array(given, { maxLength: 10 }), (list) => {
      const vouches = list.map(makeVouch);
      const sealed = sealVouches(voucher, vouches);
      expect(sealed).toHaveLength(size);
      expect(openVouches(keys, voucher, sealed)).toEqual(vouches);
    }),
  );
});

test('the longest ten fit; an eleventh, or longer words, are refused', () => {
  const long = makeVouch({
    ...{ of: 'o'.repeat(44), seen: 's'.repeat(43), words: '"'.repeat(299) },
    ...{ language: 'fa', on: '2026-03-01' },
  });
  expect(
    sealVouches(
      voucher,
      Array.from({ length: 10 }, () => long),
    ),
  ).toHaveLength(sealVouches(voucher, []).length);
  expect(() =>
    sealVouches(
      voucher,
      Array.from({ length: 11 }, () => long),
    ),
  ).toThrow(RangeError);
  expect(() => sealVouches(voucher, [{ ...long, words: 'x'.repeat(599) }])).toThrow(RangeError);
});

test('it opens for nobody else’s mailbox', () => {
  const sealed = sealVouches(voucher, []);
  expect(() => openVouches(keys, { letter, mailbox: randomBytes(32) }, sealed)).toThrow(SealBroken);
});
