import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bucketOf,
  decodeBase64,
  formatBucket,
  formatRegisterLine,
  hashBucket,
  parseBucket,
  parseRegisterProof,
  ProofError,
  proveInRegister,
  type RegisterLine,
  registerLevels,
  registerProofToJson,
  registerRoot,
  verifyInRegister,
} from './index.ts';
import { node } from './node.ts';

interface Vector {
  readonly lines: readonly string[];
  readonly root: string;
  readonly proofs: readonly { readonly proof: unknown; readonly says: string | null }[];
}
const vectors = JSON.parse(
  readFileSync(new URL('../test/vectors/register.json', import.meta.url), 'utf8'),
) as readonly Vector[];

test.each(vectors)('proves what the vectors prove', ({ lines, root, proofs }) => {
  const rootBytes = decodeBase64(root) ?? new Uint8Array();
  expect(naiveRoot(lines)).toBe(root);
  for (const { proof, says } of proofs) {
    const line = verifyInRegister(node, parseRegisterProof(proof), rootBytes);
    expect(line === undefined ? null : formatRegisterLine(line)).toBe(says);
  }
});

const id = fc.uuid().map((uuid) => uuid.toLowerCase());
const line: fc.Arbitrary<RegisterLine> = fc.oneof(
  fc.record({
    // Few first bytes, so that buckets have neighbours.
    id: id.map((uuid) => `0${uuid.slice(1)}`),
    number: fc.integer({ min: 1, max: 999_999_999 }),
    hash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  }),
  fc.record({ id, number: fc.integer({ min: 1, max: 999_999_999 }) }),
);
const register = fc
  .uniqueArray(line, { maxLength: 60, selector: (one) => one.id })
  .map((lines) => lines.toSorted((a, b) => (a.id < b.id ? -1 : 1)));

function bucketsOf(lines: readonly RegisterLine[]): Uint8Array[] {
  return Array.from({ length: 256 }, (_, bucket) =>
    hashBucket(
      node,
      lines.filter((one) => bucketOf(one.id) === bucket),
    ),
  );
}

function proofOf(lines: readonly RegisterLine[], asked: string) {
  const bucket = lines.filter((one) => bucketOf(one.id) === bucketOf(asked));
  return proveInRegister(node, asked, bucket, bucketsOf(lines));
}

test('has the root that the specification gives', () => {
  fc.assert(
    fc.property(register, (lines) => {
      const root = registerRoot(node, bucketsOf(lines));
      expect(Buffer.from(root).toString('base64')).toBe(naiveRoot(lines.map(formatRegisterLine)));
    }),
    { numRuns: 30 },
  );
});

test('has the same root when it is brought forward from an earlier register', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  const change = fc.tuple(fc.nat(255), hash);
  fc.assert(
    fc.property(register, fc.array(change, { maxLength: 6 }), (lines, changes) => {
      const before = registerLevels(node, bucketsOf(lines));
      const buckets = bucketsOf(lines);
      for (const [bucket, changed] of changes) buckets[bucket] = changed;
      expect(registerLevels(node, buckets, before)).toEqual(registerLevels(node, buckets));
    }),
    { numRuns: 30 },
  );
});

test('says of every id what its line says, and of others that there is none', () => {
  fc.assert(
    fc.property(register, id, (lines, stranger) => {
      const root = registerRoot(node, bucketsOf(lines));
      for (const asked of [...lines.slice(0, 5).map((one) => one.id), stranger]) {
        const sent = parseRegisterProof(
          JSON.parse(JSON.stringify(registerProofToJson(proofOf(lines, asked)))),
        );
        const expected = lines.find((one) => one.id === asked);
        expect(verifyInRegister(node, sent, root)).toEqual(expected);
      }
    }),
    { numRuns: 30 },
  );
});

test('a line that is there cannot be proven absent by any choice of lines', () => {
  fc.assert(
    fc.property(register, fc.nat(), fc.nat(), fc.nat(), (lines, of, a, b) => {
      fc.pre(lines.length > 0);
      const asked = lines[of % lines.length]?.id ?? '';
      const root = registerRoot(node, bucketsOf(lines));
      const bucket = lines.filter((one) => bucketOf(one.id) === bucketOf(asked));
      const shown = [a, b].flatMap((at) => {
        const other = bucket[at % bucket.length]?.id;
        return other === undefined || other === asked ? [] : proofOf(lines, other).lines;
      });
      const base = proofOf(lines, asked);
      for (const forged of [shown, shown.slice(0, 1), []]) {
        expect(() => verifyInRegister(node, { ...base, lines: forged }, root)).toThrow(ProofError);
        expect(() =>
          verifyInRegister(node, { ...base, lines: forged, size: forged.length }, root),
        ).toThrow(ProofError);
      }
    }),
    { numRuns: 60 },
  );
});

test('nothing but its own error escapes from what is no proof', () => {
  const lines: RegisterLine[] = [{ id: '00000000-0000-4000-8000-000000000000', number: 1 }];
  const text = JSON.stringify(registerProofToJson(proofOf(lines, lines[0]?.id ?? '')));
  const root = registerRoot(node, bucketsOf(lines));
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 2 }), (at, insert) => {
      try {
        const json = JSON.parse(text.slice(0, at) + insert + text.slice(at + 1)) as unknown;
        const proof = parseRegisterProof(json);
        // A neighbour of the one line is rightly proven absent by it.
        const expected = lines.find((one) => one.id === proof.id);
        expect(verifyInRegister(node, proof, root)).toEqual(expected);
      } catch (error) {
        if (!(error instanceof SyntaxError)) expect(error).toBeInstanceOf(ProofError);
      }
    }),
    { numRuns: 1000 },
  );
});

test('reads the bytes of a bucket back, and refuses others', () => {
  fc.assert(
    fc.property(register, (lines) => {
      expect(parseBucket(formatBucket(lines))).toEqual(lines);
    }),
  );
  const one = '00000000-0000-4000-8000-000000000000 removed 1\n';
  for (const bad of [one.trimEnd(), `${one}${one}`, `${one}\n`, one.replace('1\n', '01\n')]) {
    expect(() => parseBucket(Buffer.from(bad))).toThrow(
      expect.objectContaining({ code: 'register-malformed' }),
    );
  }
});

// Straight from spec/register.md, with nothing of the package.
function naiveRoot(lines: readonly string[]): string {
  const sha = (...parts: readonly Uint8Array[]) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const mth = (leaves: readonly Buffer[]): Buffer => {
    const [only] = leaves;
    if (only === undefined) return sha();
    if (leaves.length === 1) return only;
    let split = 1;
    while (split * 2 < leaves.length) split *= 2;
    return sha(Buffer.of(1), mth(leaves.slice(0, split)), mth(leaves.slice(split)));
  };
  const buckets = Array.from({ length: 256 }, (_, bucket) => {
    const own = lines.filter((text) => Number.parseInt(text.slice(0, 2), 16) === bucket);
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(BigInt(own.length));
    const tree = mth(own.map((text) => sha(Buffer.of(0), Buffer.from(text))));
    return sha(Buffer.of(2), size, tree);
  });
  return mth(buckets).toString('base64');
}
