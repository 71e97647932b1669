import { bundlePath, decodeBundle, ProofError, tilePath } from '@countersign/proof';
import type { Db } from '#platform/database';
import { edgeRoot, type TreeEdge } from './tree-edge.ts';
import type { TreeFiles } from './tree-files.ts';

const width = 256n;

/**
 * The edge of the last signed tree, read from its files and held against its root.
 *
 * @returns undefined when nothing was signed yet, or the files are gone or altered.
 */
export async function loadEdge(db: Db, files: TreeFiles): Promise<TreeEdge | undefined> {
  const signed = await db
    .selectFrom('log_checkpoint')
    .select(['size', 'root'])
    .where('note', 'is not', null)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (signed === undefined) return undefined;
  const edge = await readEdge(files, BigInt(signed.size));
  const root = edge === undefined ? undefined : edgeRoot(edge);
  return root !== undefined && Buffer.compare(root, signed.root) === 0 ? edge : undefined;
}

async function readEdge(files: TreeFiles, size: bigint): Promise<TreeEdge | undefined> {
  const levels: Uint8Array[][] = [];
  for (let count = size, level = 0; count > 0n; count /= width, level += 1) {
    const partial = Number(count % width);
    const bytes = partial === 0 ? Buffer.alloc(0) : await files.read(tilePath(level, count / width, partial));
    if (bytes?.length !== partial * 32) return undefined;
    levels.push(Array.from({ length: partial }, (_, at) => bytes.subarray(at * 32, at * 32 + 32)));
  }
  const entries = await readEntries(files, size);
  return entries === undefined ? undefined : { size, levels, entries };
}

async function readEntries(files: TreeFiles, size: bigint): Promise<Uint8Array[] | undefined> {
  const partial = Number(size % width);
  if (partial === 0) return [];
  const bytes = await files.read(bundlePath(size / width, partial));
  if (bytes === undefined) return undefined;
  try {
    return decodeBundle(bytes, partial);
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}
