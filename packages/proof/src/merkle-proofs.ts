import { equalBytes } from './bytes.ts';
import { ProofError } from './errors.ts';
import { emptyRoot, hashNode, requireHash } from './merkle-hash.ts';
import type { HashProvider } from './provider.ts';
import { isUint64 } from './uint64.ts';

/** A leaf and the tree it is said to be in. */
export interface InclusionClaim {
  readonly index: bigint;
  readonly size: bigint;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
}

/** A tree and the later tree it is said to be the beginning of. */
export interface ConsistencyClaim {
  readonly oldSize: bigint;
  readonly oldRoot: Uint8Array;
  readonly newSize: bigint;
  readonly newRoot: Uint8Array;
}

/**
 * Verifies an audit path (RFC 6962 §2.1.1, by the algorithm of RFC 9162 §2.1.3.2). Returns if the
 * leaf is at that index of the tree with that root.
 *
 * @throws ProofError `inclusion-invalid` if it is not, or the index lies outside the tree;
 * `hash-malformed` if a hash is not 32 bytes long.
 */
export function verifyInclusion(
  provider: HashProvider,
  { root, ...leaf }: InclusionClaim,
  path: readonly Uint8Array[],
): void {
  if (!equalBytes(rootFromInclusion(provider, leaf, path), root)) throw notIncluded('another root');
}

/**
 * The root that an audit path leads to from a leaf at that index of a tree of that size.
 *
 * @throws ProofError `inclusion-invalid` if no tree of that size has such a path; `hash-malformed` if
 * a hash is not 32 bytes long.
 */
export function rootFromInclusion(
  provider: HashProvider,
  { index, size, leafHash }: Omit<InclusionClaim, 'root'>,
  path: readonly Uint8Array[],
): Uint8Array {
  requireHash(leafHash);
  if (!isUint64(size) || index < 0n || index >= size) throw notIncluded('index outside the tree');
  let at = index;
  let last = size - 1n;
  let hash = leafHash;
  for (const sibling of path) {
    if (last === 0n) throw notIncluded('too many hashes');
    if ((at & 1n) === 1n || at === last) {
      hash = hashNode(provider, sibling, hash);
      while ((at & 1n) === 0n && at !== 0n) {
        at >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = hashNode(provider, hash, sibling);
    }
    at >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) throw notIncluded('too few hashes');
  return hash;
}

/**
 * Verifies a consistency proof (RFC 6962 §2.1.2, by the algorithm of RFC 9162 §2.1.4.2). Returns if
 * the old tree is the beginning of the new one. The empty tree is the beginning of every tree, and a
 * tree of itself; both need an empty proof.
 *
 * @throws ProofError `consistency-invalid` if it is not; `hash-malformed` if a hash is not 32 bytes
 * long.
 */
export function verifyConsistency(
  provider: HashProvider,
  claim: ConsistencyClaim,
  proof: readonly Uint8Array[],
): void {
  const { oldSize, oldRoot, newSize, newRoot } = claim;
  requireHash(oldRoot);
  requireHash(newRoot);
  if (!isUint64(newSize) || oldSize < 0n || oldSize > newSize) {
    throw inconsistent('the old tree is larger than the new one');
  }
  if (oldSize === 0n || oldSize === newSize) {
    if (proof.length > 0) throw inconsistent('a proof where none is needed');
    const sameRoot = oldSize === newSize ? newRoot : emptyRoot(provider);
    if (!equalBytes(oldRoot, sameRoot)) throw inconsistent('another root of the same size');
    if (newSize === 0n && !equalBytes(newRoot, emptyRoot(provider))) {
      throw inconsistent('an empty tree with a root of its own');
    }
    return;
  }
  // A complete old tree is itself the first node of the path.
  const isComplete = (oldSize & (oldSize - 1n)) === 0n;
  const [first, ...rest] = isComplete ? [oldRoot, ...proof] : proof;
  if (first === undefined || proof.length === 0) throw inconsistent('too few hashes');
  runConsistency(provider, claim, first, rest);
}

function runConsistency(
  provider: HashProvider,
  { oldSize, oldRoot, newSize, newRoot }: ConsistencyClaim,
  first: Uint8Array,
  rest: readonly Uint8Array[],
): void {
  let at = oldSize - 1n;
  let last = newSize - 1n;
  while ((at & 1n) === 1n) {
    at >>= 1n;
    last >>= 1n;
  }
  requireHash(first);
  let oldHash = first;
  let newHash = first;
  for (const sibling of rest) {
    if (last === 0n) throw inconsistent('too many hashes');
    if ((at & 1n) === 1n || at === last) {
      oldHash = hashNode(provider, sibling, oldHash);
      newHash = hashNode(provider, sibling, newHash);
      while ((at & 1n) === 0n && at !== 0n) {
        at >>= 1n;
        last >>= 1n;
      }
    } else {
      newHash = hashNode(provider, newHash, sibling);
    }
    at >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) throw inconsistent('too few hashes');
  if (!equalBytes(oldHash, oldRoot)) throw inconsistent('another old root');
  if (!equalBytes(newHash, newRoot)) throw inconsistent('another new root');
}

function notIncluded(why: string): ProofError {
  return new ProofError('inclusion-invalid', `the leaf is not proven to be in the tree: ${why}`);
}

function inconsistent(why: string): ProofError {
  return new ProofError('consistency-invalid', `the trees are not proven consistent: ${why}`);
}
