import { copyBytes } from './bytes.ts';
import { ProofError } from './errors.ts';
import { emptyRoot, hashNode, hashSize, requireHash } from './merkle-hash.ts';
import { foldRight, nodesOfConsistency, nodesOfInclusion, nodesOfRange } from './merkle-nodes.ts';
import type { TreeNode } from './merkle-nodes.ts';
import type { HashProvider } from './provider.ts';

/**
 * A tree held in memory (RFC 6962 §2.1), for sets that fit there: every complete subtree is kept, 64
 * bytes a leaf, so that a root or proof of any size so far takes O(log n).
 */
export class MerkleTree {
  readonly #provider: HashProvider;
  /** By level: the hashes of complete subtrees, one after the other. */
  readonly #levels: Uint8Array[] = [];
  #size = 0;

  /** @throws ProofError `hash-malformed` if a leaf hash is not 32 bytes long. */
  constructor(provider: HashProvider, leafHashes: Iterable<Uint8Array> = []) {
    this.#provider = provider;
    for (const leafHash of leafHashes) this.append(leafHash);
  }

  /** Number of leaves. */
  get size(): bigint {
    return BigInt(this.#size);
  }

  /** Adds one leaf by its hash. @throws ProofError `hash-malformed` if it is not 32 bytes long. */
  append(leafHash: Uint8Array): void {
    requireHash(leafHash);
    let hash = leafHash;
    let index = this.#size;
    let level = 0;
    this.#put(level, index, hash);
    while (index % 2 === 1) {
      hash = hashNode(this.#provider, this.#at(level, index - 1), hash);
      index = (index - 1) / 2;
      level += 1;
      this.#put(level, index, hash);
    }
    this.#size += 1;
  }

  /**
   * The root over the first `size` leaves, by default all (MTH, RFC 6962 §2.1).
   *
   * @throws ProofError `argument-invalid` if there are not so many.
   */
  root(size: bigint = this.size): Uint8Array {
    this.#requireSize(size);
    if (size === 0n) return emptyRoot(this.#provider);
    return this.#fold(nodesOfRange(0n, size));
  }

  /**
   * The audit path of a leaf in the tree of the first `size` leaves (RFC 6962 §2.1.1), from the leaf
   * upwards.
   *
   * @throws ProofError `argument-invalid` unless 0 ≤ index < size and there are so many leaves.
   */
  inclusion(index: bigint, size: bigint = this.size): Uint8Array[] {
    this.#requireSize(size);
    return nodesOfInclusion(index, size).map((nodes) => this.#fold(nodes));
  }

  /**
   * The proof that the first `oldSize` leaves are the beginning of the first `newSize` (RFC 6962
   * §2.1.2); empty if `oldSize` is 0 or `newSize`.
   *
   * @throws ProofError `argument-invalid` unless 0 ≤ oldSize ≤ newSize and there are so many leaves.
   */
  consistency(oldSize: bigint, newSize: bigint = this.size): Uint8Array[] {
    this.#requireSize(newSize);
    return nodesOfConsistency(oldSize, newSize).map((nodes) => this.#fold(nodes));
  }

  #fold(nodes: readonly TreeNode[]): Uint8Array {
    return foldRight(
      this.#provider,
      nodes.map(({ level, index }) => copyBytes(this.#at(level, Number(index)))),
    );
  }

  #requireSize(size: bigint): void {
    if (size < 0n || size > this.size) {
      throw new ProofError('argument-invalid', `no tree of ${size} among ${this.#size} leaves`);
    }
  }

  #at(level: number, index: number): Uint8Array {
    const hashes = this.#levels[level] ?? new Uint8Array(0);
    return hashes.subarray(index * hashSize, (index + 1) * hashSize);
  }

  #put(level: number, index: number, hash: Uint8Array): void {
    const offset = index * hashSize;
    let hashes = this.#levels[level] ?? new Uint8Array(hashSize);
    if (hashes.length < offset + hashSize) {
      const larger = new Uint8Array(2 * hashes.length);
      larger.set(hashes);
      hashes = larger;
    }
    this.#levels[level] = hashes;
    hashes.set(hash, offset);
  }
}
