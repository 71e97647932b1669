import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../test/vectors/verdicts.json' with { type: 'json' };
import { certificatesFromPem, readResponse, verifyTimestamp } from './index.ts';

// Whatever the bytes are, there is a verdict; and none of the octets of what is kept can change.

const fromBase64 = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));

async function keptOf(name: string) {
  const vector = vectors.find((one) => one.name === name);
  if (vector === undefined) throw new Error(`no vector ${name}`);
  const evidence = {
    message: fromBase64(vector.message),
    trustedRoots: vector.trustedRoots.map(fromBase64),
  };
  const token = fromBase64(vector.token);
  const verdict = await verifyTimestamp({ ...evidence, token, form: 'as-received' });
  if (!verdict.ok) throw new Error(verdict.code);
  return { ...evidence, token: verdict.canonical };
}

const kept = {
  ecdsa: await keptOf('named by its subject'),
  rsa: await keptOf('RSA'),
};

// Thousands of verifications: seconds on a busy machine.
const slow = { timeout: 60_000 };

describe('one octet changed', slow, () => {
  test.each(['ecdsa', 'rsa'] as const)('anywhere in a token of %s is found', async (kind) => {
    const { token } = kept[kind];
    expect((await verifyTimestamp(kept[kind])).ok).toBe(true);
    const unnoticed: number[] = [];
    for (const index of token.keys()) {
      // Another bit each time, so that lengths, tags and values are all met.
      const changed = token.with(index, (token[index] ?? 0) ^ (1 << (index % 8)));
      if ((await verifyTimestamp({ ...kept[kind], token: changed })).ok) unnoticed.push(index);
    }
    expect(unnoticed).toEqual([]);
  });

  test('to any other value is found', async () => {
    const { token } = kept.ecdsa;
    const place = fc.nat({ max: token.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async (index, mask) => {
        const changed = token.with(index, (token[index] ?? 0) ^ mask);
        expect((await verifyTimestamp({ ...kept.ecdsa, token: changed })).ok).toBe(false);
      }),
      { numRuns: 600 },
    );
  });

  test('in the list of digests, to another that is known, is found', async () => {
    const { token } = kept.ecdsa;
    const sha256 = Buffer.from('0609608648016503040201', 'hex');
    const last = Buffer.from(token).indexOf(sha256) + sha256.length - 1;
    const verdict = await verifyTimestamp({ ...kept.ecdsa, token: token.with(last, 2) });
    expect(verdict).toMatchObject({ ok: false, code: 'structure-malformed' });
  });

  test('in the message is found', async () => {
    const { message } = kept.ecdsa;
    for (const index of message.keys()) {
      const changed = message.with(index, (message[index] ?? 0) ^ 1);
      const verdict = await verifyTimestamp({ ...kept.ecdsa, message: changed });
      expect(verdict).toMatchObject({ ok: false, code: 'imprint-mismatch' });
    }
  });
});

describe('there is a verdict', slow, () => {
  test('for arbitrary bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (token) => {
        expect((await verifyTimestamp({ ...kept.ecdsa, token })).ok).toBe(false);
        expect(readResponse(token).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test('for arbitrary values in DER', async () => {
    await fc.assert(
      fc.asyncProperty(derArbitrary, async (token) => {
        expect((await verifyTimestamp({ ...kept.ecdsa, token })).ok).toBe(false);
        expect(readResponse(token).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test('for tokens cut, lengthened, repeated and mixed', async () => {
    const { token } = kept.ecdsa;
    const other = kept.rsa.token;
    const place = fc.nat({ max: token.length });
    await fc.assert(
      fc.asyncProperty(place, place, fc.uint8Array({ maxLength: 8 }), async (from, to, bytes) => {
        const mutants = [
          [token.subarray(0, from)],
          [token.subarray(0, from), bytes, token.subarray(from)],
          [token.subarray(0, from), token.subarray(to)],
          [token.subarray(0, from), other.subarray(to)],
        ].map((parts) => Uint8Array.from(Buffer.concat(parts)));
        for (const mutant of mutants) {
          const isWhole = Buffer.compare(mutant, token) === 0;
          const verdict = await verifyTimestamp({ ...kept.ecdsa, token: mutant });
          expect(verdict.ok).toBe(isWhole);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('for roots and intermediates that are none', async () => {
    const bytes = fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(bytes, bytes, async (trustedRoots, intermediates) => {
        const verdict = await verifyTimestamp({ ...kept.ecdsa, trustedRoots, intermediates });
        expect(verdict).toMatchObject({ ok: false, code: 'trusted-roots-missing' });
      }),
    );
  });

  test('for certificates changed in transit', async () => {
    const [root = new Uint8Array()] = kept.ecdsa.trustedRoots;
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: root.length - 1 }), async (index) => {
        const changed = root.with(index, (root[index] ?? 0) ^ 1);
        const verdict = await verifyTimestamp({ ...kept.ecdsa, trustedRoots: [changed] });
        expect(typeof verdict.ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });

  test('for arbitrary text as PEM', () => {
    const begin = '-----BEGIN CERTIFICATE-----';
    const end = '-----END CERTIFICATE-----';
    const text = fc.array(fc.oneof(fc.string(), fc.constantFrom(begin, end, 'AAAA\n'))).map(String);
    fc.assert(
      fc.property(text, (pem) => {
        expect(certificatesFromPem(pem).ok).toBe(false);
      }),
    );
  });
});

/** Nested values with correct lengths, so that more than the first octets is read. */
const { derArbitrary } = fc.letrec<{ derArbitrary: Uint8Array; derConstructed: Uint8Array }>(
  (tie) => ({
    derArbitrary: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc
        .tuple(
          fc.constantFrom(0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x18, 0x80),
          fc.uint8Array({ maxLength: 20 }),
        )
        .map(([tag, content]) => Uint8Array.of(tag, content.length, ...content)),
      tie('derConstructed'),
    ),
    derConstructed: fc
      .tuple(
        fc.constantFrom(0x30, 0x31, 0xa0, 0xa1),
        fc.array(tie('derArbitrary'), { maxLength: 4 }),
      )
      .map(([tag, parts]) => {
        const content = parts.flatMap((part) => [...part]);
        return Uint8Array.of(tag, 0x82, content.length >> 8, content.length & 0xff, ...content);
      }),
  }),
);
