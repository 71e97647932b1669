import {
  bundlePath,
  commit,
  emptyEdge,
  formatEntryBundle,
  growTiles,
  hashLeaf,
  rootOfEdge,
  tilePath,
  tileWidth,
  widthOfTile,
  type JsonValue,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { saltFields } from '../commit-entry.ts';
import { entryBytes } from '../entry-bytes.ts';
import type { TreeHead } from '../signer/signer.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import type { Findings } from './log-finding.ts';

const chunk = 16_384n;
const width = BigInt(tileWidth);
const hashBytes = 32;

interface Row {
  readonly place: string;
  readonly entry: string;
  readonly kind: string;
  readonly commitment: Buffer;
  readonly fields: unknown;
  readonly seed: Buffer | null;
}

/** What the rows and the files of the tree come to. */
export interface TreeCheck {
  /** The rows give the root that was signed. */
  readonly isSigned: boolean;
  /** Some file is not what follows from the rows. */
  readonly differs: boolean;
}

/**
 * Makes the tree again from the rows and holds it against the root, and every file against it. Where
 * rows and files differ, the root tells which of the two was altered.
 */
export async function checkTree(
  db: Db,
  files: TreeFiles,
  head: TreeHead,
  findings: Findings,
): Promise<TreeCheck> {
  const paths: string[] = [];
  const places: bigint[] = [];
  let edge = emptyEdge;
  while (edge.size < head.size) {
    const until = edge.size + chunk < head.size ? edge.size + chunk : head.size;
    const rows = await readRows(db, edge.size, until);
    if (rows.length < Number(until - edge.size)) {
      findings.add('entry-missing', firstMissing(rows, edge.size));
      return { isSigned: false, differs: false };
    }
    checkOpenings(rows, findings);
    const entries = rows.map(entryBytes);
    paths.push(...(await alteredBundles(files, edge.size, entries)));
    const grown = growTiles(
      node,
      edge,
      entries.map((entry) => hashLeaf(node, entry)),
    );
    for (const { at, bytes } of grown.changed) {
      // One that goes on in the next chunk is looked at there.
      if (widthOfTile(at.level, at.index, head.size) !== at.width) continue;
      const found = await files.read(tilePath(at));
      if (isSame(found, bytes)) continue;
      paths.push(tilePath(at));
      if (at.level === 0) places.push(...differingPlaces(at.index, bytes, found));
    }
    edge = grown.edge;
  }
  const isSigned = isSame(rootOfEdge(node, edge), head.root);
  if (isSigned) for (const path of paths) findings.add('tree-file', path);
  else if (places.length === 0) findings.add('entry-altered', `0–${head.size - 1n}`);
  else for (const place of places) findings.add('entry-altered', String(place));
  return { isSigned, differs: paths.length > 0 };
}

function readRows(db: Db, from: bigint, to: bigint): Promise<Row[]> {
  return db
    .selectFrom('log_entry')
    .select(['place', 'entry', 'kind', 'commitment', 'fields', 'seed'])
    .where('place', '>=', String(from))
    .where('place', '<', String(to))
    .orderBy('place')
    .execute() as Promise<Row[]>;
}

function firstMissing(rows: readonly Row[], from: bigint): string {
  const at = rows.findIndex(({ place }, index) => BigInt(place) !== from + BigInt(index));
  return String(from + BigInt(at < 0 ? rows.length : at));
}

// Those that were erased have neither fields nor seed, and the log still says all that it said.
function checkOpenings(rows: readonly Row[], findings: Findings): void {
  for (const { place, fields, seed, commitment } of rows) {
    if (fields === null || seed === null) continue;
    const said = fields as Readonly<Record<string, JsonValue>>;
    if (!commitment.equals(commit(node, saltFields(said, seed)).commitment)) {
      findings.add('opening-altered', place);
    }
  }
}

async function alteredBundles(
  files: TreeFiles,
  from: bigint,
  entries: readonly Uint8Array[],
): Promise<string[]> {
  const altered: string[] = [];
  for (let at = 0; at < entries.length; at += tileWidth) {
    const own = entries.slice(at, at + tileWidth);
    const path = bundlePath({ index: (from + BigInt(at)) / width, width: own.length });
    if (!isSame(await files.read(path), formatEntryBundle(own))) altered.push(path);
  }
  return altered;
}

function differingPlaces(
  index: bigint,
  bytes: Uint8Array,
  found: Uint8Array | undefined,
): bigint[] {
  if (found?.length !== bytes.length) return [];
  const places: bigint[] = [];
  for (let at = 0; at < bytes.length; at += hashBytes) {
    const end = at + hashBytes;
    if (isSame(found.subarray(at, end), bytes.subarray(at, end))) continue;
    places.push(index * width + BigInt(at / hashBytes));
  }
  return places;
}

function isSame(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}
