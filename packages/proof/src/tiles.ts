import { copyBytes } from './bytes.ts';
import { ProofError } from './errors.ts';
import { hashNodeAt, hashSize } from './merkle-hash.ts';
import type { TreeNode } from './merkle-nodes.ts';
import type { HashProvider } from './provider.ts';
import { type BundleAt, type TileAt, tileWidth } from './tile-path.ts';
import { isUint64 } from './uint64.ts';

/** Tree levels that one tile spans: its hashes are those of every eighth level. */
const tileHeight = 8;

/** A tile with its hashes, 32 bytes each. */
export interface Tile {
  readonly at: TileAt;
  readonly bytes: Uint8Array;
}

/**
 * How many hashes the tile at a place has in a tree of that size: 256 if it is full, 0 if there is no
 * such tile (tlog-tiles, "Partial Tiles").
 *
 * @throws ProofError `argument-invalid` if the size does not fit 64 bits.
 */
export function widthOfTile(level: number, index: bigint, size: bigint): number {
  const after = hashesAtLevel(level, size) - index * BigInt(tileWidth);
  if (after <= 0n) return 0;
  return after >= BigInt(tileWidth) ? tileWidth : Number(after);
}

/**
 * The partial tiles of a tree of that size, the lowest level first (tlog-tiles, "Partial Tiles"). They
 * are all that is needed to know the root and to let the tree grow.
 *
 * @throws ProofError `argument-invalid` if the size does not fit 64 bits.
 */
export function partialTiles(size: bigint): TileAt[] {
  const tiles: TileAt[] = [];
  for (let level = 0; hashesAtLevel(level, size) > 0n; level += 1) {
    const count = hashesAtLevel(level, size);
    const width = Number(count % BigInt(tileWidth));
    if (width > 0) tiles.push({ level, index: count / BigInt(tileWidth), width });
  }
  return tiles;
}

/**
 * The tiles that a tree of `newSize` has and one of `oldSize` has not, the lowest level first: full
 * ones that were partial or absent, and the new right edge. Lazy, for there may be millions.
 *
 * @throws ProofError `argument-invalid` unless 0 ≤ oldSize ≤ newSize < 2^64.
 */
export function* changedTiles(oldSize: bigint, newSize: bigint): Generator<TileAt> {
  if (oldSize < 0n || oldSize > newSize) {
    throw new ProofError('argument-invalid', `no tree of ${oldSize} before one of ${newSize}`);
  }
  for (let level = 0; hashesAtLevel(level, newSize) > 0n; level += 1) {
    const oldCount = hashesAtLevel(level, oldSize);
    const newCount = hashesAtLevel(level, newSize);
    if (oldCount === newCount) continue;
    const last = (newCount - 1n) / BigInt(tileWidth);
    for (let index = oldCount / BigInt(tileWidth); index <= last; index += 1n) {
      yield { level, index, width: widthOfTile(level, index, newSize) };
    }
  }
}

/** The entry bundles that change with `changedTiles`; each has the place of its tile of level 0. */
export function* changedBundles(oldSize: bigint, newSize: bigint): Generator<BundleAt> {
  for (const { level, index, width } of changedTiles(oldSize, newSize)) {
    if (level > 0) return;
    yield { index, width };
  }
}

/** The tile that a complete subtree is read from, in a tree of that size. */
export function tileOfNode({ level, index }: TreeNode, size: bigint): TileAt {
  const tileLevel = Math.floor(level / tileHeight);
  const first = index << BigInt(level % tileHeight);
  const tileIndex = first / BigInt(tileWidth);
  return { level: tileLevel, index: tileIndex, width: widthOfTile(tileLevel, tileIndex, size) };
}

/** The hash of a complete subtree, from the tile that `tileOfNode` names. */
export function hashOfNode(provider: HashProvider, tile: Tile, node: TreeNode): Uint8Array {
  const height = node.level % tileHeight;
  const first = Number((node.index << BigInt(height)) % BigInt(tileWidth));
  return subtreeRoot(provider, tile.bytes, first, 2 ** height);
}

/** The hash of a full tile, which stands in its parent. */
export function hashOfTile(provider: HashProvider, { bytes }: Tile): Uint8Array {
  return subtreeRoot(provider, bytes, 0, tileWidth);
}

/**
 * The bytes of a tile as its reader gave them. A full tile may be given for a partial one, which a log
 * need not keep (tlog-tiles, "Partial Tiles").
 *
 * @throws ProofError `tile-malformed` if they are not as many hashes as the tile has.
 */
export function tileFromBytes(at: TileAt, bytes: Uint8Array): Tile {
  const length = at.width * hashSize;
  if (bytes.length !== length && bytes.length !== tileWidth * hashSize) {
    throw new ProofError('tile-malformed', `expected ${length} bytes of tile, got ${bytes.length}`);
  }
  return { at, bytes: bytes.subarray(0, length) };
}

/** How many complete subtrees of 256^level leaves a tree of that size has. */
function hashesAtLevel(level: number, size: bigint): bigint {
  if (!isUint64(size) || !Number.isInteger(level) || level < 0) {
    throw new ProofError('argument-invalid', `no tree of ${size} leaves has a level ${level}`);
  }
  return size >> BigInt(tileHeight * level);
}

/** The root over `count` neighbouring hashes, a power of two, from the `first`. */
function subtreeRoot(
  provider: HashProvider,
  bytes: Uint8Array,
  first: number,
  count: number,
): Uint8Array {
  // Each level is written over the one below: one array for the 255 inner nodes of a full tile.
  const hashes = copyBytes(bytes.subarray(first * hashSize, (first + count) * hashSize));
  if (hashes.length !== count * hashSize) {
    throw new ProofError('tile-malformed', 'a tile lacks the hashes asked for');
  }
  for (let width = count; width > 1; width /= 2) {
    for (let at = 0; at < width / 2; at += 1) {
      hashes.set(hashNodeAt(provider, hashes, 2 * at * hashSize), at * hashSize);
    }
  }
  return copyBytes(hashes.subarray(0, hashSize));
}
