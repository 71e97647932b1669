import {
  bundlePath,
  hashLeaf,
  parseEntryBundle,
  parseLogEntry,
  ProofError,
  tilePath,
  tileWidth,
  VerifiedTiles,
  type LogEntry,
  type TreeHead,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { alarm, LogFault } from './finding.ts';
import { verified } from './judge-checkpoint.ts';
import type { AnswerKind, LogReader } from './log-reader.ts';

/** One entry at its place; undefined is none of a Countersign log. */
export interface PlacedEntry {
  readonly index: bigint;
  readonly entry: LogEntry | undefined;
}

/** The tree of a checkpoint, over tiles as a server gives them. */
export function tilesOf(
  reader: LogReader,
  prefix: string,
  head: TreeHead,
): VerifiedTiles<Promise<Uint8Array>> {
  return new VerifiedTiles(node, head, (level, index, width) =>
    readWhole(reader, prefix, 'tile', (of) => tilePath({ level, index, width: of }), width),
  );
}

/**
 * The entries from `from` to the end of the tree, a bundle at a time, each held against the tile that
 * the checkpoint commits to.
 *
 * @throws LogFault `bundle-altered`, `tile-altered`, `missing`, `oversize`; MonitorError.
 */
export async function* readEntries(
  reader: LogReader,
  prefix: string,
  tiles: VerifiedTiles<Promise<Uint8Array>>,
  from: bigint,
): AsyncGenerator<PlacedEntry[]> {
  if (from >= tiles.size) return;
  const full = BigInt(tileWidth);
  for (let index = from / full; index * full < tiles.size; index += 1n) {
    const first = index * full;
    const left = tiles.size - first;
    const width = left < full ? Number(left) : tileWidth;
    const path = (of: number) => bundlePath({ index, width: of });
    const bundle = await readWhole(reader, prefix, 'bundle', path, width);
    const tile = await verified(() => tiles.tile(0, index));
    const entries = entriesOf(bundle, width, tile, path(width));
    const skipped = from > first ? Number(from - first) : 0;
    yield entries
      .slice(skipped)
      .map((bytes, at) => ({ index: first + BigInt(skipped + at), entry: parsed(bytes) }));
  }
}

function entriesOf(bundle: Uint8Array, width: number, tile: Uint8Array, about: string) {
  try {
    // The full bundle may stand where a partial one stood.
    const entries = parsedBundle(bundle, width);
    const isOwn = entries.every(
      (entry, at) =>
        Buffer.compare(hashLeaf(node, entry), tile.subarray(at * 32, at * 32 + 32)) === 0,
    );
    if (isOwn) return entries;
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
  }
  throw new LogFault(alarm('bundle-altered', { about }));
}

function parsedBundle(bundle: Uint8Array, width: number): Uint8Array[] {
  try {
    return parseEntryBundle(bundle, width);
  } catch (error) {
    if (!(error instanceof ProofError) || width === tileWidth) throw error;
    return parseEntryBundle(bundle, tileWidth).slice(0, width);
  }
}

/** A partial file may be gone once there is the full one (tlog-tiles, "Partial Tiles"). */
async function readWhole(
  reader: LogReader,
  prefix: string,
  kind: AnswerKind,
  path: (width: number) => string,
  width: number,
): Promise<Uint8Array> {
  const own = `${prefix}${path(width)}`;
  if (width === tileWidth) return reader.read(own, kind);
  const partial = await reader.find(own, kind);
  if (partial !== undefined) return partial;
  const full = await reader.find(`${prefix}${path(tileWidth)}`, kind);
  if (full === undefined) throw new LogFault(alarm('missing', { about: own }));
  return full;
}

function parsed(bytes: Uint8Array): LogEntry | undefined {
  try {
    return parseLogEntry(bytes);
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}
