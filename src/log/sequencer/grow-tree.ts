import { Frontier, hashLeaf, rootOfEdge, tileWidth, type TileEdge } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { sql } from 'kysely';
import { keptPlan, type Db } from '#platform/database';
import { entryBytes, type LoggedEntry } from '../entry-bytes.ts';
import { LogError } from '../log-error.ts';
import type { TreeHead } from '../signer/signer.ts';
import { loadEdge } from '../tree/load-edge.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { emptyEnd, growFiles, writeGrown, type GrownFiles, type TreeEnd } from './grown-files.ts';

const chunkEntries = 16_384n;
const width = BigInt(tileWidth);

/** What a process knows of the tree that it lets grow. */
export interface KnownTree {
  /** The end of the files as this process wrote them last, if it did. */
  readonly end?: TreeEnd | undefined;
  /** The entries that were placed after that end. */
  readonly placed?: readonly Uint8Array[] | undefined;
  /** The last tree that was signed; files are written anew only if the database gives it. */
  readonly signed: TreeHead | undefined;
}

/**
 * Grows bundles and tiles up to a head; those of its last entries remain to be written. They follow from the
 * database alone, so that lost or altered files are mended by writing them again.
 *
 * @throws LogError `tree-contradicted` when the rows do not give the head's root;
 * `signer-contradicted` when they do not give the one that was signed.
 */
export async function growTree(
  db: Db,
  files: TreeFiles,
  head: TreeHead,
  { end, placed = [], signed }: KnownTree,
): Promise<GrownFiles> {
  if (end !== undefined && end.edge.size + BigInt(placed.length) === head.size) {
    const grown = growFiles(end, placed);
    if (hasRoot(grown, head)) return grown;
  }
  const start = end ?? (await loadEnd(db, files));
  const grown = start && (await extendTo(db, files, head, start));
  return grown ?? growAnew(db, files, head, signed);
}

/**
 * Whether the rows of the last bundle are still those that were signed: one that was altered since is
 * noticed by whoever adds to it.
 */
export async function holdsBundle(db: Db, { edge, bundle }: TreeEnd): Promise<boolean> {
  if (bundle.length === 0) return true;
  const entries = await readEntries(db, edge.size - BigInt(bundle.length), edge.size);
  return (
    entries !== undefined && Buffer.compare(Buffer.concat(entries), Buffer.concat(bundle)) === 0
  );
}

/**
 * Grows the whole tree again, to replace every file. What lay there may be the last true copy of what the
 * log says, so that the database must prove to be that log before a byte is written.
 *
 * @throws LogError as `growTree`.
 */
export async function growAnew(
  db: Db,
  files: TreeFiles,
  head: TreeHead,
  signed: TreeHead | undefined,
): Promise<GrownFiles> {
  await requireTree(db, head, signed);
  const grown = await extendTo(db, files, head, emptyEnd);
  if (grown === undefined) throw treeContradicted(head);
  return grown;
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

/** @returns undefined when nothing was signed, files are gone, or the last bundle's rows are others. */
async function loadEnd(db: Db, files: TreeFiles): Promise<TreeEnd | undefined> {
  const edge = await loadEdge(db, files);
  if (edge === undefined) return undefined;
  const bundle = await readEntries(db, edge.size - (edge.size % width), edge.size);
  return bundle !== undefined && hasLeaves(edge, bundle) ? { edge, bundle } : undefined;
}

function hasLeaves({ tiles }: TileEdge, bundle: readonly Uint8Array[]): boolean {
  if (bundle.length === 0) return true;
  const tile = tiles.find(({ at }) => at.level === 0);
  const hashes = bundle.map((entry) => hashLeaf(node, entry));
  return tile !== undefined && Buffer.compare(tile.bytes, Buffer.concat(hashes)) === 0;
}

/** @returns undefined when the rows do not give the head's root. */
async function extendTo(
  db: Db,
  files: TreeFiles,
  head: TreeHead,
  start: TreeEnd,
): Promise<GrownFiles | undefined> {
  let grown: GrownFiles = { end: start, unwritten: [], outgrown: [] };
  for (let { size } = start.edge; size < head.size; { size } = grown.end.edge) {
    await writeGrown(files, grown);
    const entries = await readEntries(db, size, min(size + chunkEntries, head.size));
    if (entries === undefined) return undefined;
    grown = growFiles(grown.end, entries);
  }
  return hasRoot(grown, head) ? grown : undefined;
}

function hasRoot({ end }: GrownFiles, { root }: TreeHead): boolean {
  return Buffer.compare(rootOfEdge(node, end.edge), root) === 0;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** @returns undefined when some of them are missing. */
async function readEntries(db: Db, from: bigint, to: bigint): Promise<Uint8Array[] | undefined> {
  const { rows } = await sql<LoggedEntry>`${keptPlan}
    select entry, kind, commitment from log_entry
    where place >= ${String(from)} and place < ${String(to)} order by place`.execute(db);
  return rows.length === Number(to - from) ? rows.map(entryBytes) : undefined;
}
