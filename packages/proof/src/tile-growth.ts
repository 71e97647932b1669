import { copyBytes } from './bytes.ts';
import { ProofError } from './errors.ts';
import { emptyRoot, hashSize, requireHash } from './merkle-hash.ts';
import { foldRight, nodesOfRange } from './merkle-nodes.ts';
import type { HashProvider } from './provider.ts';
import { tileWidth } from './tile-path.ts';
import { hashOfNode, hashOfTile, partialTiles, type Tile, tileOfNode } from './tiles.ts';

/** The right edge of a tiled tree: what a log must know to let it grow. */
export interface TileEdge {
  readonly size: bigint;
  /** The partial tiles of that size, in the order of `partialTiles`. */
  readonly tiles: readonly Tile[];
}

/** A tree after leaves were added to it. */
export interface GrownTree {
  readonly edge: TileEdge;
  readonly root: Uint8Array;
  /** The tiles to be written, those of `changedTiles`, the lowest level first. */
  readonly changed: readonly Tile[];
}

/** The edge of the empty tree. */
export const emptyEdge: TileEdge = { size: 0n, tiles: [] };

/**
 * The root of the tree with that edge. A log compares it with its last checkpoint when it reads its
 * edge from a disk.
 *
 * @throws ProofError `tile-malformed` if the tiles are not those of `partialTiles`, in full.
 */
export function rootOfEdge(provider: HashProvider, { size, tiles }: TileEdge): Uint8Array {
  requireEdge({ size, tiles });
  if (size === 0n) return emptyRoot(provider);
  const hashes = nodesOfRange(0n, size).map((node) => {
    const { level } = tileOfNode(node, size);
    const tile = tiles.find(({ at }) => at.level === level);
    if (tile === undefined) throw new ProofError('tile-malformed', `no tile of level ${level}`);
    return hashOfNode(provider, tile, node);
  });
  return foldRight(provider, hashes);
}

/**
 * Adds leaves, by their hashes, to the tree with that edge, and tells which tiles to write.
 *
 * @throws ProofError `hash-malformed` if a leaf hash is not 32 bytes long; `tile-malformed` as
 * `rootOfEdge`; `argument-invalid` if the tree would exceed 2^64 − 1 leaves.
 */
export function growTiles(
  provider: HashProvider,
  edge: TileEdge,
  leafHashes: readonly Uint8Array[],
): GrownTree {
  requireEdge(edge);
  const changed: Tile[] = [];
  const size = edge.size + BigInt(leafHashes.length);
  let added = leafHashes;
  for (let level = 0; added.length > 0; level += 1) {
    const tiles = growLevel(edge, level, added);
    changed.push(...tiles);
    added = tiles.filter(isFull).map((tile) => hashOfTile(provider, tile));
  }
  const touched = new Set(changed.map(({ at }) => at.level));
  const kept = edge.tiles.filter(({ at }) => !touched.has(at.level));
  const tiles = [...changed.filter((tile) => !isFull(tile)), ...kept];
  const grown = { size, tiles: tiles.sort((a, b) => a.at.level - b.at.level) };
  return { edge: grown, root: rootOfEdge(provider, grown), changed };
}

/** The tiles of one level that change when hashes are added to it. */
function growLevel(edge: TileEdge, level: number, added: readonly Uint8Array[]): Tile[] {
  const partial = edge.tiles.find(({ at }) => at.level === level);
  const first = (edge.size >> BigInt(8 * level)) / BigInt(tileWidth);
  const before = partial?.at.width ?? 0;
  const bytes = new Uint8Array((before + added.length) * hashSize);
  if (partial !== undefined) bytes.set(partial.bytes);
  for (const [position, hash] of added.entries()) {
    requireHash(hash);
    bytes.set(hash, (before + position) * hashSize);
  }
  const tiles: Tile[] = [];
  const length = tileWidth * hashSize;
  for (let offset = 0; offset < bytes.length; offset += length) {
    const own = copyBytes(bytes.subarray(offset, offset + length));
    const at = { level, index: first + BigInt(tiles.length), width: own.length / hashSize };
    tiles.push({ at, bytes: own });
  }
  return tiles;
}

function isFull({ at }: Tile): boolean {
  return at.width === tileWidth;
}

function requireEdge({ size, tiles }: TileEdge): void {
  const expected = partialTiles(size);
  const fits =
    tiles.length === expected.length &&
    expected.every(({ level, index, width }, position) => {
      const tile = tiles[position];
      return (
        tile?.at.level === level &&
        tile.at.index === index &&
        tile.at.width === width &&
        tile.bytes.length === width * hashSize
      );
    });
  if (!fits) throw new ProofError('tile-malformed', `not the partial tiles of a tree of ${size}`);
}
