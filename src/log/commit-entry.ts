import { randomBytes, randomUUID } from 'node:crypto';
import {
  commit,
  formatLogEntry,
  maxEntrySize,
  ProofError,
  type CommitmentField,
  type JsonValue,
} from '@countersign/proof';
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

/**
 * Commits to fields under fresh random salts, as an entry with a fresh random id. What is too large is found
 * here, in the transaction of what it tells: once queued it would stop the log.
 *
 * @throws ProofError `entry-too-large` when the entry, or what opens it, has more than 65,535 bytes.
 */
export function commitEntry(
  kind: string,
  fields: Readonly<Record<string, JsonValue>>,
): CommittedEntry {
  const seed = randomBytes(32);
  const { commitment } = commit(node, saltFields(fields, seed));
  const entry = randomUUID();
  const { length } = formatLogEntry({ id: entry, kind, commitment });
  const opened = Buffer.byteLength(JSON.stringify(fields));
  if (length > maxEntrySize || opened > maxEntrySize) {
    throw new ProofError('entry-too-large', `an entry of ${length} bytes, ${opened} of its fields`);
  }
  return { entry, kind, commitment, fields, seed };
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
