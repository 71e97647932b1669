import { decodeBase64, encodeBase64 } from './base64.ts';
import { equalBytes } from './bytes.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import { ProofError } from './errors.ts';
import { hashSize } from './merkle-hash.ts';
import { MerkleTree } from './merkle-tree.ts';
import type { HashProvider } from './provider.ts';
import { encodeUtf8 } from './utf8.ts';

/** One value under its name and its own 32-byte salt (spec/commitment.md). */
export interface CommitmentField {
  readonly name: string;
  readonly value: JsonValue;
  readonly salt: Uint8Array;
}

/** A field of an opening that stays closed: only its leaf hash. */
export interface ClosedField {
  readonly hash: Uint8Array;
}

/** What shows some fields of a commitment. */
export interface Opening {
  readonly commitment: Uint8Array;
  readonly fields: readonly (CommitmentField | ClosedField)[];
}

/** Most fields a commitment has. */
export const maxCommitmentFields = 64;

const domain = encodeUtf8('countersign/commitment@v1\n');
const namePattern = /^[a-z0-9-]{1,64}$/;

/**
 * Commits to fields (spec/commitment.md, "Making one"), in whatever order they are given.
 *
 * @returns the opening of all of them.
 * @throws ProofError `commitment-malformed` if there are none or too many, a name is not well-formed
 * or stands twice, a salt is not 32 bytes long, or a value has no canonical JSON.
 */
export function commit(provider: HashProvider, fields: readonly CommitmentField[]): Opening {
  const ordered = fields.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { commitment: commitmentOf(provider, ordered), fields: ordered };
}

/**
 * The commitment that an opening gives. Returns if its opened fields are well-formed and in order.
 *
 * @throws ProofError `commitment-malformed`.
 */
export function commitmentOf(provider: HashProvider, fields: Opening['fields']): Uint8Array {
  if (fields.length < 1 || fields.length > maxCommitmentFields) {
    throw malformed(`expected 1 to ${maxCommitmentFields} fields, got ${fields.length}`);
  }
  let previous = '';
  const leaves = fields.map((field) => {
    if ('hash' in field) {
      if (field.hash.length !== hashSize) throw malformed('a closed field is 32 bytes');
      return field.hash;
    }
    if (field.name <= previous) throw malformed('names must rise');
    previous = field.name;
    return hashField(provider, field);
  });
  const root = new MerkleTree(provider, leaves).root();
  const bound = new Uint8Array(2 + hashSize);
  bound.set([0x02, leaves.length]);
  bound.set(root, 2);
  return provider.sha256(bound);
}

/** The leaf of one field. @throws ProofError `commitment-malformed`. */
export function hashField(
  provider: HashProvider,
  { name, value, salt }: CommitmentField,
): Uint8Array {
  return fieldHasher(provider, name, value)(salt);
}

/**
 * The leaves of fields that have one name and value, and each a salt of its own. Of a million signatures
 * of a class the value is written once.
 *
 * @returns a function that throws ProofError `commitment-malformed` for a salt that is not 32 bytes.
 * @throws ProofError `commitment-malformed`.
 */
export function fieldHasher(
  provider: HashProvider,
  name: string,
  value: JsonValue,
): (salt: Uint8Array) => Uint8Array {
  if (!namePattern.test(name)) throw malformed(`no field can be named ${JSON.stringify(name)}`);
  const nameBytes = encodeUtf8(name);
  const valueBytes = encodeUtf8(canonicalValue(value));
  const saltAt = 1 + domain.length;
  const nameAt = saltAt + 32 + 1;
  const input = new Uint8Array(nameAt + nameBytes.length + valueBytes.length);
  input.set(domain, 1);
  input[nameAt - 1] = nameBytes.length;
  input.set(nameBytes, nameAt);
  input.set(valueBytes, nameAt + nameBytes.length);
  return (salt) => {
    if (salt.length !== 32) throw malformed(`"salt" expected 32 bytes, got ${salt.length}`);
    input.set(salt, saltAt);
    return provider.sha256(input);
  };
}

/**
 * Keeps only the fields of these names open.
 *
 * @throws ProofError `commitment-malformed`.
 */
export function closeFields(
  provider: HashProvider,
  opening: Opening,
  open: readonly string[],
): Opening {
  return {
    commitment: opening.commitment,
    fields: opening.fields.map((field) =>
      'hash' in field || open.includes(field.name) ? field : { hash: hashField(provider, field) },
    ),
  };
}

/**
 * The opened values by name, if the opening is one of this commitment. A name that is missing is not
 * proven to be missing.
 *
 * @throws ProofError `commitment-malformed`; `commitment-mismatch` if it opens another commitment.
 */
export function openCommitment(
  provider: HashProvider,
  commitment: Uint8Array,
  opening: Opening,
): ReadonlyMap<string, JsonValue> {
  const found = commitmentOf(provider, opening.fields);
  // What an opening calls itself is shown and passed on, so it must not be another commitment either.
  if (!equalBytes(found, commitment) || !equalBytes(found, opening.commitment)) {
    throw new ProofError('commitment-mismatch', 'the fields are not those committed to');
  }
  return new Map(
    opening.fields.flatMap((field) => ('hash' in field ? [] : [[field.name, field.value]])),
  );
}

/** An opening as JSON (spec/commitment.md). */
export function openingToJson(opening: Opening): JsonValue {
  return {
    v: 1,
    commitment: encodeBase64(opening.commitment),
    fields: opening.fields.map((field) =>
      'hash' in field
        ? { hash: encodeBase64(field.hash) }
        : { name: field.name, salt: encodeBase64(field.salt), value: field.value },
    ),
  };
}

/**
 * Reads an opening from JSON. What it says is not checked yet: `openCommitment` does that.
 *
 * @throws ProofError `commitment-malformed`.
 */
export function parseOpening(json: unknown): Opening {
  const { v, commitment, fields } = object(json);
  if (v !== 1) throw malformed('expected version 1');
  if (!Array.isArray(fields) || fields.length > maxCommitmentFields) throw malformed('no fields');
  return {
    commitment: bytes32(commitment),
    fields: fields.map((field: unknown) => {
      const { hash, name, salt, value } = object(field);
      if (hash !== undefined) {
        // Else a reader that looks for names first would show what nothing stands for.
        if (name !== undefined || salt !== undefined || value !== undefined) {
          throw malformed('a field both closed and opened');
        }
        return { hash: bytes32(hash) };
      }
      if (typeof name !== 'string' || value === undefined) throw malformed('a field without name');
      // From JSON.parse, so it is a JSON value.
      return { name, salt: bytes32(salt), value: value as JsonValue };
    }),
  };
}

function canonicalValue(value: JsonValue): string {
  try {
    return canonicalJson(value);
  } catch (error) {
    throw new ProofError('commitment-malformed', 'a value without canonical JSON', {
      cause: error,
    });
  }
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw malformed('expected an object');
  return value as Readonly<Record<string, unknown>>;
}

function bytes32(value: unknown): Uint8Array {
  const bytes = typeof value === 'string' && value.length === 44 ? decodeBase64(value) : undefined;
  if (bytes?.length !== 32) throw malformed('expected the base64 of 32 bytes');
  return bytes;
}

function malformed(why: string): ProofError {
  return new ProofError('commitment-malformed', why);
}
