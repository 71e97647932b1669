import {
  bundlePath,
  emptyEdge,
  formatEntryBundle,
  Frontier,
  growTiles,
  hashLeaf,
  rootOfEdge,
  tilePath,
  tileWidth,
  type TileEdge,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { entryBytes } from '../entry-bytes.ts';
import { LogError } from '../log-error.ts';
import type { TreeHead } from '../signer/signer.ts';
import { loadEdge } from '../tree/load-edge.ts';
import type { TreeFile, TreeFiles } from '../tree/tree-files.ts';

const chunkEntries = 16_384n;
const width = BigInt(tileWidth);

/**
 * Writes bundles and tiles up to a head, durably. They follow from the database alone, so that lost
 * or altered files are mended by writing them again.
 *
 * @param edge of the files as this process wrote them last, if it did.
 * @param signed the last tree that was signed; files are written anew only if the database gives it.
 * @returns the edge at the head.
 * @throws LogError `tree-contradicted` when the rows do not give the head's root;
 * `signer-contradicted` when they do not give the one that was signed.
 */
export async function writeTree(
  db: Db,
  files: TreeFiles,
  head: TreeHead,
  edge: TileEdge | undefined,
  signed: TreeHead | undefined,
): Promise<TileEdge> {
  const start = edge ?? (await loadEdge(db, files)) ?? emptyEdge;
  const written = start.size === 0n ? undefined : await extendTo(db, files, head, start);
  return written ?? writeAnew(db, files, head, signed);
}

/**
 * Writes every file again. What lay there may be the last true copy of what the log says, so that the
 * database must prove to be that log before a byte is written.
 *
 * @throws LogError as `writeTree`.
 */
export async function writeAnew(
  db: Db,
  files: TreeFiles,
  head: TreeHead,
  signed: TreeHead | undefined,
): Promise<TileEdge> {
  await requireTree(db, head, signed);
  const edge = await extendTo(db, files, head, emptyEdge);
  if (edge === undefined) throw treeContradicted(head);
  return edge;
}

async function requireTree(db: Db, head: TreeHead, signed: TreeHead | undefined): Promise<void> {
  if (signed !== undefined && signed.size > head.size) {
    throw new LogError(
      'signer-ahead',
      `This log has signed ${signed.size} entries, and the database knows ${head.size}. An older database was restored. Run: countersign log recover`,
    );
  }
  const frontier = new Frontier(node);
  for (const until of signed === undefined ? [head] : [signed, head]) {
    while (frontier.size < until.size) {
      const to = min(frontier.size + chunkEntries, until.size);
      const entries = await readEntries(db, frontier.size, to);
      if (entries === undefined) throw treeContradicted(head);
      for (const entry of entries) frontier.append(hashLeaf(node, entry));
    }
    if (Buffer.compare(frontier.root(), until.root) === 0) continue;
    throw until === head ? treeContradicted(head) : signerContradicted(until);
  }
}

function treeContradicted({ size }: TreeHead): LogError {
  return new LogError(
    'tree-contradicted',
    `The entries in the database do not give the tree of ${size} entries that it names. Nothing is signed any more. Restore a backup that has not been altered, then run: countersign log recover`,
  );
}

function signerContradicted({ size }: TreeHead): LogError {
  return new LogError(
    'signer-contradicted',
    `The database contradicts what this log has signed at ${size} entries. Nothing is signed any more. Restore a backup that has not been altered, then run: countersign log recover`,
  );
}

async function extendTo(
  db: Db,
  files: TreeFiles,
  head: TreeHead,
  start: TileEdge,
): Promise<TileEdge | undefined> {
  let edge = start;
  while (edge.size < head.size) {
    const until = min(edge.size + chunkEntries, head.size);
    const aligned = edge.size - (edge.size % width);
    const entries = await readEntries(db, aligned, until);
    if (entries === undefined) return undefined;
    const hashes = entries.map((entry) => hashLeaf(node, entry));
    const known = Number(edge.size - aligned);
    if (!hasLeaves(edge, hashes.slice(0, known))) return undefined;
    const grown = growTiles(node, edge, hashes.slice(known));
    const tiles = grown.changed.map(({ at, bytes }) => ({ path: tilePath(at), bytes }));
    await files.write([...bundleFiles(aligned, entries), ...tiles]);
    await dropPartials(edge.size, grown.edge.size, files);
    edge = grown.edge;
  }
  return Buffer.compare(rootOfEdge(node, edge), head.root) === 0 ? edge : undefined;
}

// The bundle is written with entries that were in it before: one that was altered since would be
// served under a tile that does not have it.
function hasLeaves({ tiles }: TileEdge, hashes: readonly Uint8Array[]): boolean {
  if (hashes.length === 0) return true;
  const tile = tiles.find(({ at }) => at.level === 0);
  return tile !== undefined && Buffer.compare(tile.bytes, Buffer.concat(hashes)) === 0;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** @returns undefined when some of them are missing. */
async function readEntries(db: Db, from: bigint, to: bigint): Promise<Uint8Array[] | undefined> {
  const rows = await db
    .selectFrom('log_entry')
    .select(['place', 'entry', 'kind', 'commitment'])
    .where('place', '>=', String(from))
    .where('place', '<', String(to))
    .orderBy('place')
    .execute();
  return rows.length === Number(to - from) ? rows.map(entryBytes) : undefined;
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

// Partial files of tiles that are full by now: clients fall back to the full one (tlog-tiles).
async function dropPartials(before: bigint, after: bigint, files: TreeFiles): Promise<void> {
  const paths: string[] = [];
  for (let level = 0, from = before, to = after; to > 0n; level += 1, from /= width, to /= width) {
    const index = from / width;
    if (from % width === 0n || index === to / width) continue;
    paths.push(tilePath({ level, index, width: tileWidth }));
    if (level === 0) paths.push(bundlePath({ index, width: tileWidth }));
  }
  await Promise.all(paths.map((path) => files.removePartials(path)));
}
