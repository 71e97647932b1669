import { copyBytes, equalBytes } from './bytes.ts';
import { ProofError } from './errors.ts';
import { emptyRoot, hashSize } from './merkle-hash.ts';
import { nodesOfConsistency, nodesOfInclusion } from './merkle-nodes.ts';
import type { HashProvider } from './provider.ts';
import { rootOfEdge } from './tile-growth.ts';
import { type TileAt, tileWidth } from './tile-path.ts';
import {
  foldedSteps,
  placeKey,
  type Reading,
  type ReadTile,
  readThrough,
  type Ready,
  type TileSteps,
} from './tile-reading.ts';
import { hashOfTile, partialTiles, type Tile, widthOfTile } from './tiles.ts';

/** Tiles kept by default: 8 MB, the parents of sixteen million leaves. */
const defaultMaxTiles = 1024;

/**
 * The tree of a verified checkpoint, read from tiles that anyone may have served. Nothing it returns
 * rests on an unverified tile: partial tiles are held to the root, full ones to their parents.
 *
 * Every method throws ProofError `tile-inconsistent` if a tile is not the one the checkpoint commits
 * to and `tile-malformed` if it is none, by its promise if tiles are promised; and `argument-invalid`
 * for what the tree does not have.
 */
export class VerifiedTiles<Read extends Reading> {
  readonly size: bigint;
  readonly #provider: HashProvider;
  readonly #root: Uint8Array;
  readonly #readTile: ReadTile<Read>;
  readonly #maxTiles: number;
  /** Verified tiles, the least recently used first. */
  readonly #tiles = new Map<string, Tile>();
  #edge: ReadonlyMap<string, Tile> | undefined;

  constructor(
    provider: HashProvider,
    head: { readonly size: bigint; readonly root: Uint8Array },
    readTile: ReadTile<Read>,
    maxTiles: number = defaultMaxTiles,
  ) {
    this.size = head.size;
    this.#provider = provider;
    this.#root = head.root;
    this.#readTile = readTile;
    this.#maxTiles = maxTiles;
  }

  /** The hashes of a tile, 32 bytes each. */
  tile(level: number, index: bigint): Ready<Read, Uint8Array> {
    return this.#run(this.#tileSteps(level, index));
  }

  /** The hash of a leaf. */
  leafHash(index: bigint): Ready<Read, Uint8Array> {
    return this.#run(this.#leafSteps(index));
  }

  /** The audit path of a leaf (RFC 6962 §2.1.1). */
  inclusion(index: bigint): Ready<Read, Uint8Array[]> {
    const rows = () => nodesOfInclusion(index, this.size);
    return this.#run(this.#foldedSteps(rows));
  }

  /** The proof that the first `oldSize` leaves are the beginning of the tree (RFC 6962 §2.1.2). */
  consistency(oldSize: bigint): Ready<Read, Uint8Array[]> {
    const rows = () => nodesOfConsistency(oldSize, this.size);
    return this.#run(this.#foldedSteps(rows));
  }

  #run<Result>(steps: TileSteps<Result>): Ready<Read, Result> {
    return readThrough(steps, this.#readTile);
  }

  *#tileSteps(level: number, index: bigint): TileSteps<Uint8Array> {
    const width = index < 0n ? 0 : widthOfTile(level, index, this.size);
    if (width === 0) throw new ProofError('argument-invalid', `no tile ${index} at level ${level}`);
    const [tile] = yield* this.#verifiedSteps([{ level, index, width }]);
    return copyBytes(tile?.bytes ?? new Uint8Array(0));
  }

  *#leafSteps(index: bigint): TileSteps<Uint8Array> {
    const hashes = yield* this.#tileSteps(0, index < 0n ? index : index / BigInt(tileWidth));
    const offset = Number(index % BigInt(tileWidth)) * hashSize;
    const hash = copyBytes(hashes.subarray(offset, offset + hashSize));
    if (hash.length === 0) throw new ProofError('argument-invalid', `there is no leaf ${index}`);
    return hash;
  }

  /** Puts the verification between a computation and the tiles it asks for. */
  *#foldedSteps(rows: () => ReturnType<typeof nodesOfInclusion>): TileSteps<Uint8Array[]> {
    const steps = foldedSteps(this.#provider, this.size, rows());
    let next = steps.next();
    while (next.done !== true) next = steps.next(yield* this.#verifiedSteps(next.value));
    return next.value;
  }

  *#verifiedSteps(wanted: readonly TileAt[]): TileSteps<Tile[]> {
    const edge = yield* this.#edgeSteps();
    // Full tiles are held to their parents, up to a tile that is verified already. Every chain of
    // parents ends at the edge.
    const missing = new Map<string, TileAt>();
    for (const at of wanted) {
      for (let up = at; !edge.has(placeKey(up)) && !this.#tiles.has(placeKey(up));) {
        missing.set(placeKey(up), up);
        up = this.#parentOf(up);
      }
    }
    const found = new Map<string, Tile>(edge);
    for (const at of [...wanted, ...missing.values()].flatMap((one) => [
      one,
      this.#parentOf(one),
    ])) {
      const known = this.#tiles.get(placeKey(at));
      if (known !== undefined) found.set(placeKey(at), known);
    }
    const read = missing.size === 0 ? [] : yield [...missing.values()];
    // The highest first: a parent is verified before its children are held to it.
    for (const tile of read.toSorted((a, b) => b.at.level - a.at.level)) {
      this.#requireInParent(tile, found.get(placeKey(this.#parentOf(tile.at))));
      found.set(placeKey(tile.at), tile);
    }
    const tiles = wanted.map((at) => found.get(placeKey(at))).filter((tile) => tile !== undefined);
    for (const tile of [...read, ...tiles]) this.#keep(tile);
    return tiles;
  }

  *#edgeSteps(): TileSteps<ReadonlyMap<string, Tile>> {
    if (this.#edge !== undefined) return this.#edge;
    const places = partialTiles(this.size);
    const tiles = places.length === 0 ? [] : yield places;
    const root =
      tiles.length === 0
        ? emptyRoot(this.#provider)
        : rootOfEdge(this.#provider, { size: this.size, tiles });
    // Every hash of every partial tile goes into the root, so that this verifies them whole.
    if (!equalBytes(root, this.#root)) throw inconsistent('the partial tiles have another root');
    this.#edge = new Map(tiles.map((tile) => [placeKey(tile.at), copied(tile)]));
    return this.#edge;
  }

  #requireInParent(tile: Tile, parent: Tile | undefined): void {
    const offset = Number(tile.at.index % BigInt(tileWidth)) * hashSize;
    const expected = parent?.bytes.subarray(offset, offset + hashSize);
    const hash = hashOfTile(this.#provider, tile);
    if (expected === undefined || !equalBytes(hash, expected)) {
      throw inconsistent(`tile ${placeKey(tile.at)} is not the one its parent names`);
    }
  }

  #parentOf({ level, index }: TileAt): TileAt {
    const above = { level: level + 1, index: index / BigInt(tileWidth) };
    return { ...above, width: widthOfTile(above.level, above.index, this.size) };
  }

  #keep(tile: Tile): void {
    const key = placeKey(tile.at);
    if (this.#edge?.has(key) === true) return;
    const kept = this.#tiles.get(key) ?? copied(tile);
    this.#tiles.delete(key);
    this.#tiles.set(key, kept);
    if (this.#tiles.size <= this.#maxTiles) return;
    const [oldest] = this.#tiles.keys();
    if (oldest !== undefined) this.#tiles.delete(oldest);
  }
}

/** A tile of our own bytes: whoever gave the others may change them after they were verified. */
function copied({ at, bytes }: Tile): Tile {
  return { at, bytes: copyBytes(bytes) };
}

function inconsistent(why: string): ProofError {
  return new ProofError('tile-inconsistent', why);
}
