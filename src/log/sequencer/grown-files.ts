import {
  bundlePath,
  emptyEdge,
  formatEntryBundle,
  growTiles,
  hashLeaf,
  tilePath,
  tileWidth,
  type TileEdge,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { TreeFile, TreeFiles } from '../tree/tree-files.ts';

const width = BigInt(tileWidth);

/** The right end of a tree: its partial tiles, and the entries of the bundle that is not full. */
export interface TreeEnd {
  readonly edge: TileEdge;
  readonly bundle: readonly Uint8Array[];
}

/** Of the empty tree. */
export const emptyEnd: TreeEnd = { edge: emptyEdge, bundle: [] };

/** A tree that has grown in memory, and what of it is still to be written. */
export interface GrownFiles {
  readonly end: TreeEnd;
  readonly unwritten: readonly TreeFile[];
  /** Tiles and bundles that are full by now: of these, clients fall back to the full one (tlog-tiles). */
  readonly outgrown: readonly string[];
}

/** Adds entries, by their bytes, to a tree. */
export function growFiles({ edge, bundle }: TreeEnd, entries: readonly Uint8Array[]): GrownFiles {
  const hashes = entries.map((entry) => hashLeaf(node, entry));
  const grown = growTiles(node, edge, hashes);
  const { size } = grown.edge;
  const all = [...bundle, ...entries];
  const tiles = grown.changed.map(({ at, bytes }) => ({ path: tilePath(at), bytes }));
  return {
    end: { edge: grown.edge, bundle: all.slice(all.length - Number(size % width)) },
    unwritten: [...bundleFiles(edge.size - BigInt(bundle.length), all), ...tiles],
    outgrown: fullTiles(edge.size, size),
  };
}

/** Writes them durably, then drops the partial files that nobody needs any more. */
export async function writeGrown(files: TreeFiles, grown: GrownFiles): Promise<void> {
  if (grown.unwritten.length > 0) await files.write(grown.unwritten);
  await Promise.all(grown.outgrown.map((path) => files.removePartials(path)));
}

/** The files as they will be once these are written, for whoever reads them meanwhile. */
export function readAhead(
  files: TreeFiles,
  { unwritten, end }: GrownFiles,
): Pick<TreeFiles, 'read'> {
  const ahead = new Map(unwritten.map(({ path, bytes }) => [path, bytes]));
  for (const { at, bytes } of end.edge.tiles) ahead.set(tilePath(at), bytes);
  return { read: async (path) => ahead.get(path) ?? files.read(path) };
}

function bundleFiles(first: bigint, entries: readonly Uint8Array[]): TreeFile[] {
  const files: TreeFile[] = [];
  for (let at = 0; at < entries.length; at += tileWidth) {
    const own = entries.slice(at, at + tileWidth);
    const index = (first + BigInt(at)) / width;
    const path = bundlePath({ index, width: own.length });
    files.push({ path, bytes: formatEntryBundle(own) });
  }
  return files;
}

/** Tiles and bundles that were partial before, and are full after. */
function fullTiles(before: bigint, after: bigint): string[] {
  const paths: string[] = [];
  for (let level = 0, from = before, to = after; to > 0n; level += 1, from /= width, to /= width) {
    const index = from / width;
    if (from % width === 0n || index === to / width) continue;
    paths.push(tilePath({ level, index, width: tileWidth }));
    if (level === 0) paths.push(bundlePath({ index, width: tileWidth }));
  }
  return paths;
}
