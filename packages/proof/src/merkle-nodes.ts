import { ProofError } from './errors.ts';
import { hashNode } from './merkle-hash.ts';
import type { HashProvider } from './provider.ts';
import { bitLength, isUint64 } from './uint64.ts';

/**
 * A complete subtree: the hash over the leaves from `index · 2^level` to `(index + 1) · 2^level`,
 * exclusive. Level 0 are the leaf hashes.
 */
export interface TreeNode {
  readonly level: number;
  readonly index: bigint;
}

/**
 * The complete subtrees that leaves `start` to `end` (exclusive) fall into, from left to right. Folded
 * from the right (`foldRight`) they give the Merkle Tree Hash of that range (RFC 6962 §2.1), provided
 * that `start` is a multiple of the largest of them, as in every range these proofs speak of.
 */
export function nodesOfRange(start: bigint, end: bigint): TreeNode[] {
  const nodes: TreeNode[] = [];
  let at = start;
  while (at < end) {
    const level = bitLength(end - at) - 1;
    nodes.push({ level, index: at >> BigInt(level) });
    at += 1n << BigInt(level);
  }
  return nodes;
}

/**
 * What the audit path of a leaf consists of (RFC 6962 §2.1.1): for each hash of the path, from the
 * leaf upwards, the complete subtrees it folds.
 *
 * @throws ProofError `argument-invalid` unless 0 ≤ index < size < 2^64.
 */
export function nodesOfInclusion(index: bigint, size: bigint): TreeNode[][] {
  if (!isUint64(size) || index < 0n || index >= size) {
    throw new ProofError('argument-invalid', `no leaf ${index} in a tree of ${size}`);
  }
  const path: TreeNode[][] = [];
  let start = 0n;
  let end = size;
  while (end - start > 1n) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      path.push(nodesOfRange(middle, end));
      end = middle;
    } else {
      path.push(nodesOfRange(start, middle));
      start = middle;
    }
  }
  return path.toReversed();
}

/**
 * What a consistency proof consists of (RFC 6962 §2.1.2): for each of its hashes, the complete
 * subtrees it folds. Empty if the old tree is empty or is the new one.
 *
 * @throws ProofError `argument-invalid` unless 0 ≤ oldSize ≤ newSize < 2^64.
 */
export function nodesOfConsistency(oldSize: bigint, newSize: bigint): TreeNode[][] {
  if (!isUint64(newSize) || oldSize < 0n || oldSize > newSize) {
    throw new ProofError('argument-invalid', `no tree of ${oldSize} before one of ${newSize}`);
  }
  if (oldSize === 0n || oldSize === newSize) return [];
  const path: TreeNode[][] = [];
  let start = 0n;
  let end = newSize;
  while (oldSize < end) {
    const middle = start + splitPoint(end - start);
    if (oldSize <= middle) {
      path.push(nodesOfRange(middle, end));
      end = middle;
    } else {
      path.push(nodesOfRange(start, middle));
      start = middle;
    }
  }
  // The verifier has the old root; what it lacks is the last subtree of an old tree that is not one.
  if (start > 0n) path.push(nodesOfRange(start, end));
  return path.toReversed();
}

/** Folds hashes of neighbouring subtrees, the last two first. @throws ProofError if there are none. */
export function foldRight(provider: HashProvider, hashes: readonly Uint8Array[]): Uint8Array {
  let folded = hashes.at(-1);
  if (folded === undefined) throw new ProofError('argument-invalid', 'no hash to fold');
  for (let at = hashes.length - 2; at >= 0; at -= 1) {
    folded = hashNode(provider, hashes[at] ?? folded, folded);
  }
  return folded;
}

/** The largest power of two smaller than `count`, which is at least 2 (RFC 6962 §2.1). */
function splitPoint(count: bigint): bigint {
  return 1n << BigInt(bitLength(count - 1n) - 1);
}
