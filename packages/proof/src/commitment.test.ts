import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  closeFields,
  commit,
  type CommitmentField,
  encodeBase64,
  openCommitment,
  openingToJson,
  parseOpening,
  ProofError,
  type JsonValue,
} from './index.ts';
import { node } from './node.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../test/vectors/commitment.json', import.meta.url), 'utf8'),
) as { readonly name: string; readonly opening: unknown; readonly values: unknown }[];

test.each(vectors)('opens the vector "$name"', ({ opening, values }) => {
  const parsed = parseOpening(opening);
  const opened = openCommitment(node, parsed.commitment, parsed);
  expect(Object.fromEntries(opened)).toEqual(values);
});

const field = fc.record({
  name: fc.stringMatching(/^[a-z0-9-]{1,64}$/),
  value: fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<JsonValue>,
  salt: fc.uint8Array({ minLength: 32, maxLength: 32 }),
});
const fields = fc.uniqueArray(field, { minLength: 1, maxLength: 12, selector: (one) => one.name });

test('opens what it committed to, whatever the order and however much is closed', () => {
  fc.assert(
    fc.property(fields, fc.array(fc.nat(11)), (given, picks) => {
      const whole = commit(node, given);
      expect(commit(node, given.toReversed()).commitment).toEqual(whole.commitment);
      const open = picks.flatMap((at) => given[at]?.name ?? []);
      const shown = parseOpening(
        JSON.parse(JSON.stringify(openingToJson(closeFields(node, whole, open)))),
      );
      const values = openCommitment(node, whole.commitment, shown);
      expect([...values.keys()].toSorted()).toEqual([...new Set(open)].toSorted());
      for (const { name, value } of given) {
        if (open.includes(name)) {
          expect(JSON.stringify(values.get(name))).toBe(JSON.stringify(value));
        }
      }
    }),
  );
});

test('another name, value or salt is another commitment', () => {
  fc.assert(
    fc.property(fields, field, fc.nat(11), (given, other, at) => {
      const { commitment } = commit(node, given);
      const changed = given.map((one, index) => (index === at % given.length ? other : one));
      const same = JSON.stringify(changed.map(plain)) === JSON.stringify(given.map(plain));
      fc.pre(!same && new Set(changed.map(({ name }) => name)).size === changed.length);
      expect(commit(node, changed).commitment).not.toEqual(commitment);
    }),
  );
});

function plain({ name, value, salt }: CommitmentField): unknown {
  return [name, JSON.stringify(value), encodeBase64(salt)];
}

test('an inner node is no closed field of a shorter opening', () => {
  const salt = new Uint8Array(32);
  const four = ['a', 'b', 'c', 'd'].map((name) => ({ name, value: 1, salt }));
  const whole = commit(node, four);
  const [first, second] = closeFields(node, whole, []).fields;
  if (first === undefined || second === undefined || !('hash' in first) || !('hash' in second)) {
    throw new Error('expected closed fields');
  }
  const inner = node.sha256(Buffer.concat([Buffer.of(1), first.hash, second.hash]));
  const shorter = { ...whole, fields: [{ hash: inner }, ...whole.fields.slice(2)] };
  expect(() => openCommitment(node, whole.commitment, shorter)).toThrow(
    expect.objectContaining({ code: 'commitment-mismatch' }),
  );
});

test('an opening calls itself by the commitment that it opens', () => {
  const whole = commit(node, [{ name: 'a', value: 1, salt: new Uint8Array(32) }]);
  const other = { ...whole, commitment: new Uint8Array(32) };
  expect(() => openCommitment(node, whole.commitment, other)).toThrow(
    expect.objectContaining({ code: 'commitment-mismatch' }),
  );
});

test.each(['name', 'salt', 'value'])('a closed field has no %s', (member) => {
  const hash = encodeBase64(new Uint8Array(32));
  const closed = { hash, [member]: member === 'salt' ? hash : 'a' };
  expect(() => parseOpening({ v: 1, commitment: hash, fields: [closed] })).toThrow(
    expect.objectContaining({ code: 'commitment-malformed' }),
  );
});

test('refuses what is no opening, and nothing else escapes', () => {
  const opening = openingToJson(
    commit(node, [{ name: 'a', value: { deep: ['x'] }, salt: new Uint8Array(32) }]),
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), mutated(opening)), (json) => {
      try {
        const parsed = parseOpening(json);
        openCommitment(node, parsed.commitment, parsed);
      } catch (error) {
        expect(error).toBeInstanceOf(ProofError);
      }
    }),
    { numRuns: 500 },
  );
});

function mutated(value: JsonValue): fc.Arbitrary<unknown> {
  const text = JSON.stringify(value);
  return fc.tuple(fc.nat(text.length - 1), fc.string({ maxLength: 3 })).map(([at, insert]) => {
    try {
      return JSON.parse(text.slice(0, at) + insert + text.slice(at + 1)) as unknown;
    } catch {
      return null;
    }
  });
}

test.each([
  ['no fields', []],
  ['a name in capitals', [{ name: 'A', value: 1, salt: new Uint8Array(32) }]],
  ['a short salt', [{ name: 'a', value: 1, salt: new Uint8Array(31) }]],
  ['a lone surrogate', [{ name: 'a', value: '\ud800', salt: new Uint8Array(32) }]],
  [
    'a name twice',
    [
      { name: 'a', value: 1, salt: new Uint8Array(32) },
      { name: 'a', value: 2, salt: new Uint8Array(32) },
    ],
  ],
])('does not commit to %s', (_, bad) => {
  expect(() => commit(node, bad)).toThrow(
    expect.objectContaining({ code: 'commitment-malformed' }),
  );
});
