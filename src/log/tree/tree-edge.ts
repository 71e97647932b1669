import { hashNode, tilePath, bundlePath, encodeBundle } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { TreeFile } from './tree-files.ts';

const width = 256;

/**
 * The right edge of the tree as tiles: at each level the hashes of the tile that is not full yet, and
 * the entries of the bundle that is not full yet. Appending gives the files that change.
 */
export interface TreeEdge {
  readonly size: bigint;
  /** By level: the hashes of its last, not full tile. */
  readonly levels: readonly (readonly Uint8Array[])[];
  readonly entries: readonly Uint8Array[];
}

export const emptyEdge: TreeEdge = { size: 0n, levels: [], entries: [] };

/** An entry's bytes and the hash of its leaf. */
export interface Leaf {
  readonly entry: Uint8Array;
  readonly hash: Uint8Array;
}

/**
 * Appends leaves to the edge.
 *
 * @returns the new edge, and the tiles and bundles of the new size that differ from those of the old,
 * the lowest level first.
 */
export function extendEdge(
  edge: TreeEdge,
  leaves: readonly Leaf[],
): { readonly edge: TreeEdge; readonly files: readonly TreeFile[] } {
  const files: TreeFile[] = [];
  const bundles = group([...edge.entries, ...leaves.map((leaf) => leaf.entry)]);
  const firstBundle = edge.size / BigInt(width);
  for (const [at, entries] of bundles.entries()) {
    if (entries.length === 0) continue;
    const path = bundlePath(firstBundle + BigInt(at), entries.length);
    files.push({ path, bytes: encodeBundle(entries) });
  }
  const levels: (readonly Uint8Array[])[] = [];
  let fresh: readonly Uint8Array[] = leaves.map((leaf) => leaf.hash);
  let before = edge.size;
  for (let level = 0; level < edge.levels.length || fresh.length > 0; level += 1) {
    const tiles = group([...(edge.levels[level] ?? []), ...fresh]);
    const first = before / BigInt(width);
    const full: Uint8Array[] = [];
    for (const [at, hashes] of tiles.entries()) {
      const isUnchanged = at === 0 && fresh.length === 0;
      if (hashes.length > 0 && !isUnchanged) {
        files.push({
          path: tilePath(level, first + BigInt(at), hashes.length),
          bytes: Buffer.concat(hashes),
        });
      }
      if (hashes.length === width) full.push(subtreeRoot(hashes));
    }
    levels.push(lastPartial(tiles));
    before = first;
    fresh = full;
  }
  const size = edge.size + BigInt(leaves.length);
  return { edge: { size, levels, entries: lastPartial(bundles) }, files };
}

function lastPartial<Item>(groups: readonly (readonly Item[])[]): readonly Item[] {
  const last = groups.at(-1) ?? [];
  return last.length === width ? [] : last;
}

function group<Item>(items: readonly Item[]): Item[][] {
  const groups: Item[][] = [];
  for (let at = 0; at < items.length; at += width) groups.push(items.slice(at, at + width));
  return groups;
}

/** The root of a full tile. */
function subtreeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 1 < level.length; at += 2) {
      const left = level[at];
      const right = level[at + 1];
      if (left !== undefined && right !== undefined) above.push(hashNode(node, left, right));
    }
    level = above;
  }
  return level[0] ?? new Uint8Array();
}

/** The root of the tree that an edge belongs to; undefined of none. */
export function edgeRoot(edge: TreeEdge): Uint8Array | undefined {
  // From the top down: at each level the complete subtrees of its last tile, the largest first.
  const parts: Uint8Array[] = [];
  for (const hashes of edge.levels.toReversed()) {
    let at = 0;
    for (let size = width / 2; size >= 1; size /= 2) {
      if (hashes.length - at < size) continue;
      parts.push(subtreeRoot(hashes.slice(at, at + size)));
      at += size;
    }
  }
  let root = parts.at(-1);
  for (const left of parts.slice(0, -1).toReversed()) {
    if (root !== undefined) root = hashNode(node, left, root);
  }
  return root;
}
