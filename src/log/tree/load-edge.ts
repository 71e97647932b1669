import { partialTiles, ProofError, rootOfEdge, tilePath, type TileEdge } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import type { TreeFiles } from './tree-files.ts';

/**
 * The edge of the last signed tree, read from its files and held against its root.
 *
 * @returns undefined when nothing was signed yet, or the files are gone or altered.
 */
export async function loadEdge(db: Db, files: TreeFiles): Promise<TileEdge | undefined> {
  const signed = await db
    .selectFrom('log_checkpoint')
    .select(['size', 'root'])
    .where('note', 'is not', null)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (signed === undefined) return undefined;
  const edge = await readEdge(files, BigInt(signed.size));
  return edge !== undefined && hasRoot(edge, signed.root) ? edge : undefined;
}

async function readEdge(files: TreeFiles, size: bigint): Promise<TileEdge | undefined> {
  const tiles = [];
  for (const at of partialTiles(size)) {
    const bytes = await files.read(tilePath(at));
    if (bytes === undefined) return undefined;
    tiles.push({ at, bytes });
  }
  return { size, tiles };
}

/** Whether the tree with that edge has this root. False too when the tiles are none. */
function hasRoot(edge: TileEdge, root: Uint8Array): boolean {
  try {
    return Buffer.compare(rootOfEdge(node, edge), root) === 0;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}
