import { ProofError } from './errors.ts';
import { emptyRoot } from './merkle-hash.ts';
import {
  foldRight,
  nodesOfConsistency,
  nodesOfInclusion,
  nodesOfRange,
  type TreeNode,
} from './merkle-nodes.ts';
import type { HashProvider } from './provider.ts';
import type { TileAt } from './tile-path.ts';
import { hashOfNode, type Tile, tileFromBytes, tileOfNode } from './tiles.ts';

/** What a reader of tiles gives: bytes at once, or a promise of them. */
export type Reading = Uint8Array | Promise<Uint8Array>;

/** A result at once if tiles are read at once, else a promise of it. */
export type Ready<Read extends Reading, Result> =
  Read extends Promise<unknown> ? Promise<Result> : Result;

/** Gives the bytes of a tile: `width` hashes of 32 bytes, or the full tile that has grown from it. */
export type ReadTile<Read extends Reading> = (level: number, index: bigint, width: number) => Read;

/** A tree that is kept as tiles of its present size. What is read from it is trusted. */
export interface TiledTree<Read extends Reading> {
  readonly size: bigint;
  readonly readTile: ReadTile<Read>;
}

/** A computation that asks for tiles, gets them, and goes on. */
export type TileSteps<Result> = Generator<readonly TileAt[], Result, readonly Tile[]>;

/**
 * The root over the first `size` leaves, by default all.
 *
 * @throws ProofError `argument-invalid` if there are not so many; `tile-malformed`, by the
 * promise if tiles are promised.
 */
export function rootFromTiles<Read extends Reading>(
  provider: HashProvider,
  tree: TiledTree<Read>,
  size: bigint = tree.size,
): Ready<Read, Uint8Array> {
  return readThrough(rootSteps(provider, tree.size, size), tree.readTile);
}

/**
 * The audit path of a leaf in the tree of the first `size` leaves (RFC 6962 §2.1.1), in one round of
 * reading.
 *
 * @throws ProofError as `rootFromTiles`, and `argument-invalid` unless 0 ≤ index < size.
 */
export function inclusionFromTiles<Read extends Reading>(
  provider: HashProvider,
  tree: TiledTree<Read>,
  index: bigint,
  size: bigint = tree.size,
): Ready<Read, Uint8Array[]> {
  const steps = function* () {
    requireWithin(size, tree.size);
    return yield* foldedSteps(provider, tree.size, nodesOfInclusion(index, size));
  };
  return readThrough(steps(), tree.readTile);
}

/**
 * The proof that the first `oldSize` leaves are the beginning of the first `newSize` (RFC 6962
 * §2.1.2), in one round of reading; empty if `oldSize` is 0 or `newSize`.
 *
 * @throws ProofError as `rootFromTiles`, and `argument-invalid` unless 0 ≤ oldSize ≤ newSize.
 */
export function consistencyFromTiles<Read extends Reading>(
  provider: HashProvider,
  tree: TiledTree<Read>,
  oldSize: bigint,
  newSize: bigint = tree.size,
): Ready<Read, Uint8Array[]> {
  const steps = function* () {
    requireWithin(newSize, tree.size);
    return yield* foldedSteps(provider, tree.size, nodesOfConsistency(oldSize, newSize));
  };
  return readThrough(steps(), tree.readTile);
}

/** The root over the first `size` leaves of a tree of `treeSize`. */
export function* rootSteps(
  provider: HashProvider,
  treeSize: bigint,
  size: bigint,
): TileSteps<Uint8Array> {
  requireWithin(size, treeSize);
  if (size === 0n) return emptyRoot(provider);
  const [root] = yield* foldedSteps(provider, treeSize, [nodesOfRange(0n, size)]);
  return root ?? emptyRoot(provider);
}

/** For each row of complete subtrees the hash they fold to, all read in one round. */
export function* foldedSteps(
  provider: HashProvider,
  treeSize: bigint,
  rows: readonly (readonly TreeNode[])[],
): TileSteps<Uint8Array[]> {
  const places = new Map<string, TileAt>();
  for (const node of rows.flat()) {
    const at = tileOfNode(node, treeSize);
    places.set(placeKey(at), at);
  }
  const tiles = new Map<string, Tile>();
  for (const tile of yield [...places.values()]) tiles.set(placeKey(tile.at), tile);
  const hashOf = (node: TreeNode) => {
    const tile = tiles.get(placeKey(tileOfNode(node, treeSize)));
    if (tile === undefined) throw new ProofError('tile-malformed', 'a tile was not read');
    return hashOfNode(provider, tile, node);
  };
  return rows.map((nodes) => foldRight(provider, nodes.map(hashOf)));
}

/** What tells tiles of one tree apart. */
export function placeKey({ level, index }: TileAt): string {
  return `${level}/${index}`;
}

/** Runs a computation with a reader of tiles, at once or as its promises come. */
export function readThrough<Read extends Reading, Result>(
  steps: TileSteps<Result>,
  readTile: ReadTile<Read>,
): Ready<Read, Result> {
  // What the reader returns decides at run time what the type says at compile time.
  return advance(steps, readTile, steps.next()) as Ready<Read, Result>;
}

function advance<Result>(
  steps: TileSteps<Result>,
  readTile: ReadTile<Reading>,
  first: IteratorResult<readonly TileAt[], Result>,
): Result | Promise<Result> {
  let next = first;
  while (next.done !== true) {
    const places = next.value;
    const read = places.map(({ level, index, width }) => readTile(level, index, width));
    if (read.some((bytes) => bytes instanceof Promise)) {
      return Promise.all(read.map((bytes) => Promise.resolve(bytes))).then((all) =>
        advance(steps, readTile, steps.next(asTiles(places, all))),
      );
    }
    next = steps.next(asTiles(places, read as readonly Uint8Array[]));
  }
  return next.value;
}

function asTiles(places: readonly TileAt[], read: readonly Uint8Array[]): Tile[] {
  return places.map((at, position) => tileFromBytes(at, read[position] ?? new Uint8Array(0)));
}

function requireWithin(size: bigint, treeSize: bigint): void {
  if (size < 0n || size > treeSize) {
    throw new ProofError('argument-invalid', `no tree of ${size} within one of ${treeSize}`);
  }
}
