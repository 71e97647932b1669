import { sha256 } from '@noble/hashes/sha2.js';

const encoder = new TextEncoder();

/** SHA-256 of a purpose, a line feed, and the bytes: no hash of one purpose is one of another. */
export function hashFor(purpose: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const hash = sha256.create().update(encoder.encode(`countersign/${purpose}@v1\n`));
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
