import { bundlePath, hashLeaf, tilePath } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { entryBytes } from '../entry-bytes.ts';
import { LogError } from '../log-error.ts';
import type { TreeHead } from '../signer/signer.ts';
import { edgeRoot, emptyEdge, extendEdge, type Leaf, type TreeEdge } from '../tree/tree-edge.ts';
import { loadEdge } from '../tree/load-edge.ts';
import type { TreeFiles } from '../tree/tree-files.ts';

const chunkEntries = 16_384;

/**
 * Writes bundles and tiles up to a head, durably. They follow from the database alone, so that lost
 * or altered files are mended by writing them again.
 *
 * @param edge of the files as this process wrote them last, if it did.
 * @returns the edge at the head.
 * @throws LogError `tree-contradicted` when the rows do not give the head's root.
 */
export async function writeTree(
  db: Db,
  files: TreeFiles,
  head: TreeHead,
  edge: TreeEdge | undefined,
): Promise<TreeEdge> {
  const start = edge ?? (await loadEdge(db, files)) ?? emptyEdge;
  const written = await extendFrom(db, files, head, start);
  if (written !== undefined) return written;
  // What lay there was not what we wrote: once more from the first entry.
  const anew = start.size === 0n ? undefined : await extendFrom(db, files, head, emptyEdge);
  if (anew !== undefined) return anew;
  throw new LogError(
    'tree-contradicted',
    `The database gives another tree of ${head.size} entries than it says. Nothing is signed any more. Restore a backup that has not been altered, then run: countersign log recover`,
  );
}

async function extendFrom(
  db: Db,
  files: TreeFiles,
  head: TreeHead,
  start: TreeEdge,
): Promise<TreeEdge | undefined> {
  let edge = start;
  while (edge.size < head.size) {
    const leaves = await readLeaves(db, edge.size, head.size);
    if (leaves.length === 0) return undefined;
    const grown = extendEdge(edge, leaves);
    await files.write(grown.files);
    await dropPartials(edge.size, grown.edge.size, files);
    edge = grown.edge;
  }
  const root = edgeRoot(edge);
  return root !== undefined && Buffer.compare(root, head.root) === 0 ? edge : undefined;
}

async function readLeaves(db: Db, from: bigint, to: bigint): Promise<Leaf[]> {
  const until = from + BigInt(chunkEntries) < to ? from + BigInt(chunkEntries) : to;
  const rows = await db
    .selectFrom('log_entry')
    .select(['place', 'entry', 'kind', 'commitment'])
    .where('place', '>=', String(from))
    .where('place', '<', String(until))
    .orderBy('place')
    .execute();
  const isWhole = rows.every((row, at) => row.place === String(from + BigInt(at)));
  if (!isWhole || rows.length !== Number(until - from)) return [];
  return rows.map((row) => {
    const entry = entryBytes(row);
    return { entry, hash: hashLeaf(node, entry) };
  });
}

// Partial files of tiles that are full by now: clients fall back to the full one (tlog-tiles).
async function dropPartials(before: bigint, after: bigint, files: TreeFiles): Promise<void> {
  const paths: string[] = [];
  for (let level = 0, from = before, to = after; to > 0n; level += 1, from /= 256n, to /= 256n) {
    if (from % 256n === 0n || from / 256n === to / 256n) continue;
    paths.push(tilePath(level, from / 256n, 256));
    if (level === 0) paths.push(bundlePath(from / 256n, 256));
  }
  await Promise.all(paths.map((path) => files.removePartials(path)));
}
