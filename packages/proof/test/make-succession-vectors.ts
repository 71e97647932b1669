import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonValue } from '../src/index.ts';
import { alpha, gamma, keyOf, policyOf, type Said, successionOf } from './succession-log.ts';

// Writes test/vectors/successions.json: `node test/make-succession-vectors.ts`. What each case must come
// to is written here by hand.

const [k1, k2, k3, k4] = [keyOf(1), keyOf(2), keyOf(3), keyOf(4)] as const;
const elsewhere = keyOf(5, 'other.example/log');
const asCosigner = { ...k2, vkey: alpha.vkey };

const link = (said: Said) => successionOf(said);
const first = link({ from: k1, successor: k2, index: 5 });
const second = link({ from: k2, successor: k3, index: 9 });
const long = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    link({ from: keyOf(10 + at), successor: keyOf(11 + at), index: 5 + at }),
  );

/** The first digit of the commitment's first opened salt turned into another. */
function withAnotherSalt(proof: JsonValue): JsonValue {
  const text = JSON.stringify(proof);
  const at = text.indexOf('"salt":"') + 8;
  return JSON.parse(`${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`);
}

function withText(proof: JsonValue, from: string, to: string): JsonValue {
  return JSON.parse(JSON.stringify(proof).replaceAll(from, to));
}

const refused = (code: string, at = 0) => ({ accepted: false, code, at });
const accepted = (newest: { readonly vkey: string }, indexes: readonly number[]) => ({
  ...{ accepted: true, keys: [newest.vkey], indexes: indexes.map(String) },
});

/** [name, policy, proofs, what it must come to] */
const cases: readonly (readonly [string, string, readonly JsonValue[], object])[] = [
  ['no succession', policyOf(k1), [], accepted(k1, [])],
  ['one', policyOf(k1), [first], accepted(k2, [5])],
  ['two, from the oldest', policyOf(k1), [first, second], accepted(k3, [5, 9])],
  ['two, from the one between', policyOf(k2), [first, second], accepted(k3, [5, 9])],
  ['two, from the newest', policyOf(k3), [first, second], accepted(k3, [5, 9])],
  ['a policy that names all of them', policyOf(k1, k2, k3), [first, second], accepted(k3, [5, 9])],
  [
    'without a quorum before a key that is trusted: nothing rests on it',
    policyOf(k2),
    [link({ from: k1, successor: k2, cosignedBy: [gamma] }), second],
    accepted(k3, [5, 9]),
  ],
  [
    'sixteen',
    policyOf(keyOf(10)),
    long(16),
    accepted(
      keyOf(26),
      long(16).map((_, at) => 5 + at),
    ),
  ],
  ['seventeen', policyOf(keyOf(10)), long(17), refused('succession-invalid')],
  [
    'without the quorum',
    policyOf(k1),
    [link({ from: k1, successor: k2, cosignedBy: [alpha] })],
    refused('quorum-missing'),
  ],
  [
    'the second without the quorum',
    policyOf(k1),
    [first, link({ from: k2, successor: k3, index: 9, cosignedBy: [] })],
    refused('quorum-missing', 1),
  ],
  [
    'not signed by the old key',
    policyOf(k1),
    [link({ from: k1, successor: k2, signedBy: [k2] })],
    refused('succession-invalid'),
  ],
  [
    'not signed by the new key',
    policyOf(k1),
    [link({ from: k1, successor: k2, signedBy: [k1] })],
    refused('succession-invalid'),
  ],
  [
    'signed by another log',
    policyOf(k1),
    [link({ from: k1, successor: k2, signedBy: [elsewhere] })],
    refused('signature-missing'),
  ],
  [
    'by a log of another origin',
    policyOf(k1),
    [link({ from: k1, successor: k2, origin: 'other.example/log' })],
    refused('origin-mismatch'),
  ],
  [
    'a successor of another origin',
    policyOf(k1),
    [link({ from: k1, successor: elsewhere })],
    refused('succession-invalid'),
  ],
  [
    'a successor that countersigns',
    policyOf(k1),
    [link({ from: k1, successor: asCosigner })],
    refused('succession-invalid'),
  ],
  [
    'a chain that the policy does not know',
    policyOf(k4),
    [first, second],
    refused('signature-missing', 2),
  ],
  [
    'a chain with a gap',
    policyOf(k1),
    [first, link({ from: k3, successor: k4, index: 9 })],
    refused('succession-invalid', 1),
  ],
  ['in the wrong order', policyOf(k1), [second, first], refused('succession-invalid', 1)],
  ['the same twice', policyOf(k1), [first, first], refused('succession-invalid', 1)],
  ['itself', policyOf(k1), [link({ from: k1, successor: k1 })], refused('succession-invalid')],
  [
    'in a circle',
    policyOf(k1),
    [first, second, link({ from: k3, successor: k1, index: 12 })],
    refused('succession-invalid', 2),
  ],
  [
    'a later one that stands before',
    policyOf(k1),
    [first, link({ from: k2, successor: k3, index: 3 })],
    refused('succession-invalid', 1),
  ],
  [
    'an entry of another kind',
    policyOf(k1),
    [link({ from: k1, successor: k2, kind: 'key-successor' })],
    refused('succession-invalid'),
  ],
  [
    'an entry that names no successor',
    policyOf(k1),
    [link({ from: k1, successor: k2, fields: { from: k1.vkey } })],
    refused('succession-invalid'),
  ],
  [
    'a successor that is no key',
    policyOf(k1),
    [link({ from: k1, successor: k2, fields: { from: k1.vkey, successor: 'a key' } })],
    refused('key-malformed'),
  ],
  ['another opening', policyOf(k1), [withAnotherSalt(first)], refused('commitment-mismatch')],
  [
    'at another place',
    policyOf(k1),
    [withText(first, 'index 5', 'index 4')],
    refused('inclusion-invalid'),
  ],
  [
    'of another size',
    policyOf(k1),
    [withText(first, '\\n7\\n', '\\n8\\n')],
    refused('signature-invalid'),
  ],
];

/** The text of successions.json. */
export function successionVectors(): string {
  const vectors = cases.map(([name, policy, proofs, verdict]) => ({
    name,
    policy,
    proofs,
    verdict,
  }));
  return `${JSON.stringify(vectors, undefined, 1)}\n`;
}

if (import.meta.main) {
  writeFileSync(path.join(import.meta.dirname, 'vectors', 'successions.json'), successionVectors());
}
