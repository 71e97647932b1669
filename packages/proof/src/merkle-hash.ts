import { decodeBase64 } from './base64.ts';
import { ProofError, type ProofErrorCode } from './errors.ts';
import type { HashProvider } from './provider.ts';

/** Bytes of a hash in a tree: SHA-256. */
export const hashSize = 32;

// Inputs of the hash function are put together here instead of in a new array for each of millions
// of nodes. Nothing is kept in them from one call to the next.
const nodeInput = new Uint8Array(1 + 2 * hashSize);
nodeInput[0] = 0x01;
const leafInput = new Uint8Array(1 + 65_535);

/** The hash of a leaf (RFC 6962 §2.1): SHA-256(0x00 ‖ entry). */
export function hashLeaf(provider: HashProvider, entry: Uint8Array): Uint8Array {
  const length = entry.length + 1;
  const input = length > leafInput.length ? new Uint8Array(length) : leafInput.subarray(0, length);
  input.set(entry, 1);
  return provider.sha256(input);
}

/**
 * The hash of an inner node (RFC 6962 §2.1): SHA-256(0x01 ‖ left ‖ right).
 *
 * @throws ProofError `hash-malformed` if a hash is not 32 bytes long.
 */
export function hashNode(provider: HashProvider, left: Uint8Array, right: Uint8Array): Uint8Array {
  requireHash(left);
  requireHash(right);
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + hashSize);
  return provider.sha256(nodeInput);
}

/** The hash of the inner node over two hashes that stand side by side from `offset`. */
export function hashNodeAt(provider: HashProvider, hashes: Uint8Array, offset: number): Uint8Array {
  nodeInput.set(hashes.subarray(offset, offset + 2 * hashSize), 1);
  return provider.sha256(nodeInput);
}

/** The root of the empty tree (RFC 6962 §2.1): SHA-256 of nothing. */
export function emptyRoot(provider: HashProvider): Uint8Array {
  return provider.sha256(new Uint8Array(0));
}

/** @throws ProofError `hash-malformed` unless there are 32 bytes. */
export function requireHash(hash: Uint8Array): void {
  if (hash.length !== hashSize) {
    throw new ProofError('hash-malformed', `"hash" expected 32 bytes, got ${hash.length}`);
  }
}

/** A hash from the base64 of its 32 bytes. @throws ProofError with the code of the format it is in. */
export function parseHash(text: string, code: ProofErrorCode): Uint8Array {
  const hash = text.length === 44 ? decodeBase64(text) : undefined;
  if (hash?.length !== hashSize) throw new ProofError(code, 'expected the base64 of 32 bytes');
  return hash;
}
