import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { successionVectors } from '../test/make-succession-vectors.ts';
import { keyOf, policyOf, successionOf } from '../test/succession-log.ts';
import {
  canonicalJson,
  followSuccession,
  formatVkey,
  type JsonValue,
  parsePolicy,
  parseSuccession,
  ProofError,
  successionToJson,
} from './index.ts';
import { noble } from './noble.ts';
import { node } from './node.ts';

interface Vector {
  readonly name: string;
  readonly policy: string;
  readonly proofs: readonly JsonValue[];
  readonly verdict: {
    readonly code?: string;
    readonly at?: number;
    readonly keys?: readonly string[];
    readonly indexes?: readonly string[];
  };
}

const stored = readFileSync(new URL('../test/vectors/successions.json', import.meta.url), 'utf8');
const vectors = JSON.parse(stored) as readonly Vector[];
const utf8 = (text: string) => new TextEncoder().encode(text);

test('the vectors are those that their script writes', () => {
  expect(successionVectors()).toBe(stored);
});

describe.each([
  ['node', node],
  ['noble', noble],
])('successions, by %s', (_name, provider) => {
  test.each(vectors)('$name', ({ policy, proofs, verdict: expected }) => {
    const trusted = parsePolicy(provider, utf8(policy));
    const followed = followSuccession(provider, trusted, proofs.map(parseSuccession));
    if (!followed.accepted) {
      expect({ code: followed.code, at: followed.at }).toEqual({
        code: expected.code,
        at: expected.at,
      });
      return;
    }
    expect(expected.code).toBe(undefined);
    expect(followed.policy.logs.map(({ key }) => formatVkey(key))).toEqual(expected.keys);
    expect(followed.successions.map(({ index }) => String(index))).toEqual(expected.indexes);
    expect(followed.policy.quorum).toBe(trusted.quorum);
  });
});

const [k1, k2] = [keyOf(1), keyOf(2)];
const good = successionOf({ from: k1, successor: k2 });
const policy = parsePolicy(node, utf8(policyOf(k1)));

test('refuses a succession with any bit of its entry or proof flipped', () => {
  const proof = parseSuccession(good);
  const follow = (one: typeof proof) => followSuccession(node, policy, [one]).accepted;
  fc.assert(
    fc.property(fc.constantFrom('entry', 'proof'), fc.nat(), (part, at) => {
      const flipped = proof[part].slice();
      const bit = at % (8 * flipped.length);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(follow({ ...proof, [part]: flipped })).toBe(false);
    }),
  );
  expect(follow(proof)).toBe(true);
});

test('keeps the other logs of a policy, and the address of the one that is succeeded', () => {
  const other = keyOf(7, 'other.example/log');
  const text = policyOf(k1).replace('\n', ` https://log.example/\nlog ${other.vkey}\n`);
  const followed = followSuccession(node, parsePolicy(node, utf8(text)), [parseSuccession(good)]);
  expect(followed.accepted && followed.policy.logs).toMatchObject([
    { key: other.key },
    { key: k2.key, url: 'https://log.example/' },
  ]);
});

test('JSON comes out as it was read, and what is none is refused', () => {
  expect(canonicalJson(successionToJson(parseSuccession(good)))).toBe(canonicalJson(good));
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      try {
        parseSuccession(json);
      } catch (error) {
        if (!(error instanceof ProofError)) throw error;
      }
    }),
  );
  expect(() => parseSuccession({ ...(good as object), v: 2 })).toThrow(ProofError);
});
