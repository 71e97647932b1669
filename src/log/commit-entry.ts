import { randomBytes, randomUUID } from 'node:crypto';
import { commit, type CommitmentField, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { deriveSalt } from './derive-salt.ts';

/** An entry as the log says it, with what opens it. */
export interface CommittedEntry {
  readonly entry: string;
  readonly kind: string;
  readonly commitment: Uint8Array;
  readonly fields: Readonly<Record<string, JsonValue>>;
  /** Secret. Salts follow from it, so that destroying it destroys every opening. */
  readonly seed: Uint8Array;
}

/** Commits to fields under fresh random salts, as an entry with a fresh random id. */
export function commitEntry(
  kind: string,
  fields: Readonly<Record<string, JsonValue>>,
): CommittedEntry {
  const seed = randomBytes(32);
  const { commitment } = commit(node, saltFields(fields, seed));
  return { entry: randomUUID(), kind, commitment, fields, seed };
}

/** The fields with their salts (spec/commitment.md: HMAC-SHA-256 of the name under the seed). */
export function saltFields(
  fields: Readonly<Record<string, JsonValue>>,
  seed: Uint8Array,
): CommitmentField[] {
  return Object.entries(fields).map(([name, value]) => ({
    name,
    value,
    salt: deriveSalt(seed, name),
  }));
}
