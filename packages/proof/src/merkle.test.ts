import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { referencePath, referenceProof, referenceRoot } from '../test/reference/rfc6962.ts';
import { codeOf } from '../test/code-of.ts';
import consistencyVectors from '../test/vectors/merkle-consistency.json' with { type: 'json' };
import inclusionVectors from '../test/vectors/merkle-inclusion.json' with { type: 'json' };
import rootVectors from '../test/vectors/merkle-roots.json' with { type: 'json' };
import { Frontier, hashLeaf, hashNode, MerkleTree, verifyConsistency } from './index.ts';
import { emptyRoot, verifyInclusion } from './index.ts';
import { node } from './node.ts';
import { noble } from './noble.ts';

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const hex = (hash: Uint8Array) => Buffer.from(hash).toString('hex');
const entriesOf = (count: number) =>
  Array.from({ length: count }, (_, at) => new TextEncoder().encode(`entry ${at}`));
const treeOf = (entries: readonly Uint8Array[]) =>
  new MerkleTree(
    node,
    entries.map((entry) => hashLeaf(node, entry)),
  );

describe.each([
  ['node', node],
  ['noble', noble],
])('the tree of the Certificate Transparency test data, by %s', (_name, provider) => {
  const entries = rootVectors.entries.map((entry) => new Uint8Array(Buffer.from(entry, 'hex')));
  const leafHashes = entries.map((entry) => hashLeaf(provider, entry));

  test('has their leaf hashes', () => {
    expect(leafHashes.map(hex)).toEqual(rootVectors.leafHashes);
  });

  test('has their roots, in memory and as a frontier', () => {
    const tree = new MerkleTree(provider, leafHashes);
    const frontier = new Frontier(provider);
    for (const [size, root] of rootVectors.roots.entries()) {
      expect(hex(tree.root(BigInt(size)))).toBe(root);
      expect(hex(frontier.root())).toBe(root);
      const next = leafHashes[size];
      if (next !== undefined) frontier.append(next);
    }
  });
});

describe('verifyInclusion', () => {
  test.each(inclusionVectors)('$name', (vector) => {
    const claim = {
      index: BigInt(vector.index),
      size: BigInt(vector.size),
      leafHash: bytes(vector.leafHash),
      root: bytes(vector.root),
    };
    const code = codeOf(() => verifyInclusion(node, claim, vector.proof.map(bytes)));
    expect(code === 'accepted').toBe(vector.valid);
    expect(['accepted', 'inclusion-invalid', 'hash-malformed']).toContain(code);
  });
});

test('verifyInclusion takes no tree that is higher than its size allows', () => {
  const [leafHash, sibling] = [hashLeaf(node, Uint8Array.of(1)), hashLeaf(node, Uint8Array.of(2))];
  const root = hashNode(node, leafHash, sibling);
  const claim = { index: 0n, size: 1n, leafHash, root: hashNode(node, sibling, leafHash) };
  expect(codeOf(() => verifyInclusion(node, claim, [sibling]))).toBe('inclusion-invalid');
  expect(codeOf(() => verifyInclusion(node, { ...claim, root }, [sibling]))).toBe(
    'inclusion-invalid',
  );
});

describe('verifyConsistency', () => {
  test.each(consistencyVectors)('$name', (vector) => {
    const claim = {
      oldSize: BigInt(vector.oldSize),
      oldRoot: bytes(vector.oldRoot),
      newSize: BigInt(vector.newSize),
      newRoot: bytes(vector.newRoot),
    };
    const code = codeOf(() => verifyConsistency(node, claim, vector.proof.map(bytes)));
    expect(code === 'accepted').toBe(vector.valid);
    expect(['accepted', 'consistency-invalid', 'hash-malformed']).toContain(code);
  });

  test('takes the empty tree for the beginning of every tree, with its own root only', () => {
    const newRoot = treeOf(entriesOf(5)).root();
    const claim = { oldSize: 0n, oldRoot: emptyRoot(node), newSize: 5n, newRoot };
    verifyConsistency(node, claim, []);
    expect(codeOf(() => verifyConsistency(node, { ...claim, oldRoot: newRoot }, []))).toBe(
      'consistency-invalid',
    );
    expect(codeOf(() => verifyConsistency(node, claim, [newRoot]))).toBe('consistency-invalid');
  });

  test('refuses a smaller new tree', () => {
    const root = treeOf(entriesOf(2)).root();
    const claim = { oldSize: 3n, oldRoot: root, newSize: 2n, newRoot: root };
    expect(codeOf(() => verifyConsistency(node, claim, []))).toBe('consistency-invalid');
  });
});

describe('every tree up to 40 leaves', () => {
  const entries = entriesOf(40);
  const tree = treeOf(entries);

  test('has the root of the reference', () => {
    for (let size = 0; size <= 40; size += 1) {
      expect(tree.root(BigInt(size))).toEqual(referenceRoot(entries.slice(0, size)));
    }
  });

  test('proves inclusion as the reference does, and the proofs verify', () => {
    for (let size = 1; size <= 40; size += 1) {
      const some = entries.slice(0, size);
      const root = tree.root(BigInt(size));
      for (const [index, entry] of some.entries()) {
        const path = tree.inclusion(BigInt(index), BigInt(size));
        expect(path).toEqual(referencePath(index, some));
        const claim = {
          index: BigInt(index),
          size: BigInt(size),
          leafHash: hashLeaf(node, entry),
          root,
        };
        verifyInclusion(node, claim, path);
      }
    }
  });

  test('proves consistency as the reference does, and the proofs verify', () => {
    for (let newSize = 1; newSize <= 40; newSize += 1) {
      for (let oldSize = 0; oldSize <= newSize; oldSize += 1) {
        const proof = tree.consistency(BigInt(oldSize), BigInt(newSize));
        const expected =
          oldSize === 0 || oldSize === newSize
            ? []
            : referenceProof(oldSize, entries.slice(0, newSize));
        expect(proof).toEqual(expected);
        const claim = {
          oldSize: BigInt(oldSize),
          oldRoot: tree.root(BigInt(oldSize)),
          newSize: BigInt(newSize),
          newRoot: tree.root(BigInt(newSize)),
        };
        verifyConsistency(node, claim, proof);
      }
    }
  });
});

describe('proofs that were tampered with', () => {
  const entries = entriesOf(300);
  const tree = treeOf(entries);
  const flip = (hash: Uint8Array, bit: number) => {
    const flipped = hash.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return flipped;
  };

  test('prove no inclusion: a flipped bit, a hash more or less, another index or size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 300 }),
        fc.nat(),
        fc.nat(),
        fc.nat(255),
        (size, indexSeed, at, bit) => {
          const index = BigInt(indexSeed % size);
          const path = tree.inclusion(index, BigInt(size));
          const claim = {
            index,
            size: BigInt(size),
            leafHash: hashLeaf(node, entries[Number(index)] ?? new Uint8Array()),
            root: tree.root(BigInt(size)),
          };
          const broken = path.map((hash, step) =>
            step === at % path.length ? flip(hash, bit) : hash,
          );
          for (const wrong of [broken, path.slice(1), path.slice(0, -1), [...path, claim.root]]) {
            expect(codeOf(() => verifyInclusion(node, claim, wrong))).toBe('inclusion-invalid');
          }
          for (const wrong of [
            { ...claim, leafHash: flip(claim.leafHash, bit) },
            { ...claim, root: flip(claim.root, bit) },
            { ...claim, index: index === 0n ? 1n : index - 1n },
            { ...claim, index: claim.size },
            { ...claim, index: -1n },
          ]) {
            expect(codeOf(() => verifyInclusion(node, wrong, path))).toBe('inclusion-invalid');
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('prove no consistency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 300 }),
        fc.nat(),
        fc.nat(),
        fc.nat(255),
        (newSize, oldSeed, at, bit) => {
          const oldSize = BigInt(1 + (oldSeed % (newSize - 1)));
          const proof = tree.consistency(oldSize, BigInt(newSize));
          const claim = {
            oldSize,
            oldRoot: tree.root(oldSize),
            newSize: BigInt(newSize),
            newRoot: tree.root(BigInt(newSize)),
          };
          const broken = proof.map((hash, step) =>
            step === at % proof.length ? flip(hash, bit) : hash,
          );
          for (const wrong of [broken, proof.slice(1), proof.slice(0, -1), [...proof, proof]]) {
            const code = codeOf(() => verifyConsistency(node, claim, wrong.flat()));
            expect(code).toBe('consistency-invalid');
          }
          for (const wrong of [
            { ...claim, oldRoot: flip(claim.oldRoot, bit) },
            { ...claim, newRoot: flip(claim.newRoot, bit) },
          ]) {
            expect(codeOf(() => verifyConsistency(node, wrong, proof))).toBe('consistency-invalid');
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('Frontier', () => {
  test('goes on from its hashes as if it had never stopped', () => {
    const leafHashes = entriesOf(130).map((entry) => hashLeaf(node, entry));
    const tree = new MerkleTree(node, leafHashes);
    let frontier = new Frontier(node);
    for (const leafHash of leafHashes) {
      frontier.append(leafHash);
      frontier = Frontier.from(node, frontier.size, frontier.hashes);
      expect(frontier.root()).toEqual(tree.root(frontier.size));
    }
  });

  test('gives away hashes of its own', () => {
    const frontier = new Frontier(node);
    for (const entry of entriesOf(4)) frontier.append(hashLeaf(node, entry));
    frontier.root().fill(0);
    for (const hash of frontier.hashes) hash.fill(0);
    expect(frontier.root()).toEqual(treeOf(entriesOf(4)).root());
  });

  test('takes no hashes that do not fit its size', () => {
    expect(codeOf(() => Frontier.from(node, 3n, [emptyRoot(node)]))).toBe('argument-invalid');
    expect(codeOf(() => Frontier.from(node, 1n, [new Uint8Array(31)]))).toBe('hash-malformed');
    expect(codeOf(() => Frontier.from(node, -1n, []))).toBe('argument-invalid');
  });
});

describe('MerkleTree', () => {
  test.each([
    ['a leaf outside the tree', (tree: MerkleTree) => tree.inclusion(3n)],
    ['a tree larger than it is', (tree: MerkleTree) => tree.root(4n)],
    ['a proof backwards', (tree: MerkleTree) => tree.consistency(3n, 2n)],
    ['a proof from less than nothing', (tree: MerkleTree) => tree.consistency(-1n, 2n)],
  ])('knows of no %s', (_what, ask) => {
    expect(codeOf(() => ask(treeOf(entriesOf(3))))).toBe('argument-invalid');
  });
});
