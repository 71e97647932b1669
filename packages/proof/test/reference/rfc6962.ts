import { createHash } from 'node:crypto';

// RFC 6962 §2.1 word for word, with nothing shared with the code under test: slow and plain.

function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

/** "Let k be the largest power of two smaller than n." */
function largestPowerOfTwoSmallerThan(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** §2.1: MTH(D[n]). */
export function referenceRoot(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries;
  if (first === undefined) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0x00), first);
  const k = largestPowerOfTwoSmallerThan(entries.length);
  return sha256(
    Uint8Array.of(0x01),
    referenceRoot(entries.slice(0, k)),
    referenceRoot(entries.slice(k)),
  );
}

/** §2.1.1: PATH(m, D[n]). */
export function referencePath(m: number, entries: readonly Uint8Array[]): Uint8Array[] {
  if (entries.length === 1) return [];
  const k = largestPowerOfTwoSmallerThan(entries.length);
  return m < k
    ? [...referencePath(m, entries.slice(0, k)), referenceRoot(entries.slice(k))]
    : [...referencePath(m - k, entries.slice(k)), referenceRoot(entries.slice(0, k))];
}

/** §2.1.2: PROOF(m, D[n]), for 0 < m < n. */
export function referenceProof(m: number, entries: readonly Uint8Array[]): Uint8Array[] {
  return subproof(m, entries, true);
}

function subproof(m: number, entries: readonly Uint8Array[], b: boolean): Uint8Array[] {
  if (m === entries.length) return b ? [] : [referenceRoot(entries)];
  const k = largestPowerOfTwoSmallerThan(entries.length);
  return m <= k
    ? [...subproof(m, entries.slice(0, k), b), referenceRoot(entries.slice(k))]
    : [...subproof(m - k, entries.slice(k), false), referenceRoot(entries.slice(0, k))];
}
