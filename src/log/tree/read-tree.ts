import {
  consistencyFromTiles,
  inclusionFromTiles,
  tilePath,
  tileWidth,
  type ReadTile,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { TreeFiles } from './tree-files.ts';

/** That the tree of `oldSize` is the beginning of the tree of `size`, from its files. */
export function proveConsistency(
  files: Pick<TreeFiles, 'read'>,
  oldSize: bigint,
  size: bigint,
): Promise<readonly Uint8Array[]> {
  return consistencyFromTiles(node, { size, readTile: tileReader(files) }, oldSize);
}

/** The audit path of an entry in the tree of `size`, from its files. */
export function proveInclusion(
  files: Pick<TreeFiles, 'read'>,
  place: bigint,
  size: bigint,
): Promise<readonly Uint8Array[]> {
  return inclusionFromTiles(node, { size, readTile: tileReader(files) }, place);
}

/** Reads tiles; a partial one that has grown full since is read in full (tlog-tiles). */
function tileReader(files: Pick<TreeFiles, 'read'>): ReadTile<Promise<Uint8Array>> {
  return async (level, index, width) => {
    const bytes = await files.read(tilePath({ level, index, width }));
    const read = bytes ?? (await files.read(tilePath({ level, index, width: tileWidth })));
    // What is missing fails where its length is checked.
    return read ?? new Uint8Array(0);
  };
}
