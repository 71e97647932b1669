import { copyBytes } from './bytes.ts';
import { ProofError } from './errors.ts';
import { emptyRoot, hashNode, requireHash } from './merkle-hash.ts';
import { foldRight, nodesOfRange } from './merkle-nodes.ts';
import type { HashProvider } from './provider.ts';
import { isUint64, maxUint64 } from './uint64.ts';

/**
 * The right edge of a growing tree (RFC 6962 §2.1): one hash for each complete subtree, at most 64.
 * Appends in O(1) hashes on average and knows the root at any moment, without the leaves.
 */
export class Frontier {
  readonly #provider: HashProvider;
  /** By level; present where the size has a one in binary. */
  readonly #subtrees: (Uint8Array | undefined)[] = [];
  #size = 0n;

  constructor(provider: HashProvider) {
    this.#provider = provider;
  }

  /**
   * A frontier as `hashes` gave it at that size.
   *
   * @throws ProofError `argument-invalid` if a tree of that size has another number of subtrees;
   * `hash-malformed` if a hash is not 32 bytes long.
   */
  static from(provider: HashProvider, size: bigint, hashes: readonly Uint8Array[]): Frontier {
    if (!isUint64(size)) throw new ProofError('argument-invalid', `no tree has ${size} leaves`);
    const nodes = nodesOfRange(0n, size);
    if (nodes.length !== hashes.length) {
      throw new ProofError('argument-invalid', `${hashes.length} hashes for a tree of ${size}`);
    }
    const frontier = new Frontier(provider);
    frontier.#size = size;
    for (const [at, { level }] of nodes.entries()) {
      const hash = hashes[at];
      if (hash === undefined) continue;
      requireHash(hash);
      frontier.#subtrees[level] = hash;
    }
    return frontier;
  }

  /** Number of leaves. */
  get size(): bigint {
    return this.#size;
  }

  /** The hashes of the complete subtrees, the largest first. */
  get hashes(): Uint8Array[] {
    return this.#row().map(copyBytes);
  }

  /**
   * Adds one leaf by its hash, which must not be changed afterwards.
   *
   * @throws ProofError `hash-malformed` if it is not 32 bytes long.
   */
  append(leafHash: Uint8Array): void {
    requireHash(leafHash);
    if (this.#size === maxUint64) throw new ProofError('argument-invalid', 'the tree is full');
    let hash = leafHash;
    let level = 0;
    for (
      let left = this.#subtrees[level];
      left !== undefined;
      level += 1, left = this.#subtrees[level]
    ) {
      hash = hashNode(this.#provider, left, hash);
      this.#subtrees[level] = undefined;
    }
    this.#subtrees[level] = hash;
    this.#size += 1n;
  }

  /** The root over all leaves so far. */
  root(): Uint8Array {
    if (this.#size === 0n) return emptyRoot(this.#provider);
    return copyBytes(foldRight(this.#provider, this.#row()));
  }

  #row(): Uint8Array[] {
    return this.#subtrees.filter((hash) => hash !== undefined).toReversed();
  }
}
