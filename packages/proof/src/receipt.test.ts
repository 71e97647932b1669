import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../test/code-of.ts';
import { receiptVectors, tileVectors } from '../test/make-vectors.ts';
import vectors from '../test/vectors/receipts.json' with { type: 'json' };
import {
  encodeBase64,
  formatTlogProof,
  hashLeaf,
  judgeCheckpoint,
  parsePolicy,
  parseTlogProof,
  ProofError,
  type Provider,
  receiptVerifier,
  verifyReceipt,
  verifyTlogProof,
} from './index.ts';
import { noble } from './noble.ts';
import { node } from './node.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const [first] = vectors;
if (first === undefined) throw new Error('no vectors');
const policy = parsePolicy(node, utf8(first.policy));
const receipt = { entry: utf8(first.entry), proof: utf8(first.proof) };

test('the vectors are those that their script writes', () => {
  const stored = (name: string) =>
    readFileSync(new URL(`../test/vectors/${name}`, import.meta.url), 'utf8');
  expect(receiptVectors()).toBe(stored('receipts.json'));
  expect(tileVectors()).toBe(stored('tiles.json'));
});

describe.each([
  ['node', node],
  ['noble', noble],
])('receipts, by %s', (_name, provider) => {
  test.each(vectors)('$name', ({ policy: file, entry, proof, verdict: expected }) => {
    const trusted = parsePolicy(provider, utf8(file));
    const one = { entry: utf8(entry), proof: utf8(proof) };
    const verdict = verifyReceipt(provider, trusted, one);
    expect(verdict.accepted ? 'accepted' : verdict.code).toBe(expected.code ?? 'accepted');
    const { checkpoint } = verdict;
    const times = checkpoint?.countersigned.map(({ name, time }) => [name, String(time)]);
    expect(times && Object.fromEntries(times)).toEqual(
      expected.times ?? (expected.code === 'inclusion-invalid' ? expect.anything() : undefined),
    );
    if (expected.accepted) {
      expect(checkpoint?.missing).toEqual(expected.missing);
      expect(checkpoint?.ignored.map(({ name }) => name)).toEqual(expected.ignored);
    }
    // The verifier of many judges as the verifier of one, the second time too.
    const verify = receiptVerifier(provider, trusted);
    expect([verify(one), verify(one)]).toEqual([verdict, verdict]);
  });
});

describe('verifyReceipt', () => {
  test('says what is proven', () => {
    expect(verifyReceipt(node, policy, receipt)).toMatchObject({
      accepted: true,
      index: 42n,
      leafHash: hashLeaf(node, receipt.entry),
      extra: undefined,
      checkpoint: { origin: 'log.example/5f0c', size: 300n, quorum: 'all-three' },
    });
  });

  test('refuses a receipt with any bit flipped, unless only an ignored signature has it', () => {
    const { proof } = receipt;
    const verify = receiptVerifier(node, policy);
    fc.assert(
      fc.property(fc.nat(8 * proof.length - 1), (bit) => {
        const flipped = proof.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(verify({ ...receipt, proof: flipped }).accepted).toBe(false);
        expect(verify(receipt).accepted).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  test('never throws for what is in the bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.nat(receipt.proof.length),
        fc.nat(receipt.proof.length),
        (noise, from, to) => {
          const { proof } = receipt;
          const spliced = Uint8Array.from([...proof.slice(0, from), ...noise, ...proof.slice(to)]);
          expect(verifyReceipt(node, policy, { ...receipt, proof: noise }).accepted).toBe(false);
          expect(verifyReceipt(node, policy, { ...receipt, proof: spliced })).toBeTypeOf('object');
          expect(judgeCheckpoint(node, policy, noise).accepted).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('refuses an entry that no log can hold', () => {
    const entry = new Uint8Array(65_536);
    expect(verifyReceipt(node, policy, { ...receipt, entry })).toMatchObject({
      accepted: false,
      code: 'entry-too-large',
    });
  });

  test('lets a bug in the provider through, rather than call it a refusal', () => {
    const broken: Provider = {
      ...node,
      verifyEd25519() {
        throw new TypeError('broken');
      },
    };
    expect(() => verifyReceipt(broken, policy, receipt)).toThrow(TypeError);
  });
});

describe('receiptVerifier', () => {
  test('looks at the signatures of a checkpoint once, and forgets the oldest', () => {
    let verifications = 0;
    const counting: Provider = {
      ...node,
      verifyEd25519(...args) {
        verifications += 1;
        return node.verifyEd25519(...args);
      },
    };
    const verify = receiptVerifier(counting, policy, 1);
    for (let time = 0; time < 5; time += 1) expect(verify(receipt).accepted).toBe(true);
    expect(verifications).toBe(3);
    const other = vectors[4];
    verify({ entry: utf8(other?.entry ?? ''), proof: utf8(other?.proof ?? '') });
    verify(receipt);
    expect(verifications).toBe(8);
  });
});

describe('tlog-proof files', () => {
  const hash = encodeBase64(new Uint8Array(32).fill(9));
  const head = 'c2sp.org/tlog-proof@v1\n';

  test('keep their extra data and are written as they were read', () => {
    const extra = utf8('age-v1.2.1-darwin-arm64.tar.gz');
    const file = `${head}extra ${encodeBase64(extra)}\nindex 73894\n${hash}\n\nanything\n`;
    const parsed = parseTlogProof(utf8(file));
    expect(parsed).toEqual({
      ...{ extra, index: 73_894n, path: [new Uint8Array(32).fill(9)] },
      checkpoint: utf8('anything\n'),
    });
    expect(formatTlogProof(parsed)).toEqual(utf8(file));
  });

  test('of the first leaf of one have no path', () => {
    expect(parseTlogProof(utf8(`${head}index 0\n\nx`)).path).toEqual([]);
  });

  test.each([
    ['another version', `c2sp.org/tlog-proof@v2\nindex 0\n\nx`],
    ['no index', `${head}${hash}\n\nx`],
    ['an index with a leading zero', `${head}index 01\n\nx`],
    ['a negative index', `${head}index -1\n\nx`],
    ['an index beyond 64 bits', `${head}index 18446744073709551616\n\nx`],
    ['extra data of no bytes', `${head}extra \nindex 0\n\nx`],
    ['extra data that are not base64', `${head}extra ?\nindex 0\n\nx`],
    ['extra data twice', `${head}extra AAAA\nextra AAAA\nindex 0\n\nx`],
    ['extra data after the index', `${head}index 0\nextra AAAA\n\nx`],
    ['a hash of 31 bytes', `${head}index 0\n${encodeBase64(new Uint8Array(31))}\n\nx`],
    ['65 hashes', `${head}index 0\n${`${hash}\n`.repeat(65)}\nx`],
    ['carriage returns', `${head}index 0\r\n\r\nx`],
    ['no checkpoint', `${head}index 0\n`],
    ['megabytes', `${head}extra ${'A'.repeat(4_000_000)}\nindex 0\n\nx`],
  ])('with %s are refused', (_what, file) => {
    expect(codeOf(() => parseTlogProof(utf8(file)))).toBe('proof-malformed');
  });

  test('let nothing but ProofError out, and are written as they were read', () => {
    const { proof } = receipt;
    fc.assert(
      fc.property(fc.nat(proof.length - 1), fc.nat(255), fc.nat(4), (at, byte, cut) => {
        const changed = proof.slice(0, cut === 0 ? at : proof.length);
        if (at < changed.length) changed[at] = byte;
        try {
          expect(formatTlogProof(parseTlogProof(changed))).toEqual(changed);
        } catch (error) {
          if (!(error instanceof ProofError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('are verified without a policy against given keys', () => {
    const keys = policy.logs.map(({ key }) => key);
    const proof = parseTlogProof(receipt.proof);
    const verified = verifyTlogProof(node, proof, hashLeaf(node, receipt.entry), keys);
    expect(verified.signatures.ignored).toHaveLength(2);
    expect(codeOf(() => verifyTlogProof(node, proof, new Uint8Array(32), keys))).toBe(
      'inclusion-invalid',
    );
  });
});
