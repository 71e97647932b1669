import { ProofError } from './errors.ts';
import { hashLeaf, hashSize } from './merkle-hash.ts';
import type { HashProvider } from './provider.ts';
import { tileWidth } from './tile-path.ts';

/** Bytes that an entry can have: its length is written in 16 bits (tlog-tiles, "Log entries"). */
export const maxEntrySize = 65_535;

/**
 * Writes a bundle: each entry after its length, uint16 big-endian (tlog-tiles, "Log entries").
 *
 * @throws ProofError `entry-too-large` if an entry has more than 65,535 bytes; `argument-invalid`
 * unless there are 1 to 256 entries.
 */
export function formatEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0 || entries.length > tileWidth) {
    throw new ProofError('argument-invalid', `no bundle has ${entries.length} entries`);
  }
  for (const entry of entries) requireEntrySize(entry);
  const bundle = new Uint8Array(entries.reduce((length, entry) => length + 2 + entry.length, 0));
  const view = new DataView(bundle.buffer);
  let offset = 0;
  for (const entry of entries) {
    view.setUint16(offset, entry.length);
    bundle.set(entry, offset + 2);
    offset += 2 + entry.length;
  }
  return bundle;
}

/**
 * Reads a bundle, as anyone may have served it. The entries are views of its bytes.
 *
 * @param width how many entries it must have, 1 to 256.
 * @throws ProofError `bundle-malformed` if it is cut short, goes on, or has another number of entries.
 */
export function parseEntryBundle(bundle: Uint8Array, width: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let offset = 0;
  while (offset < bundle.length && entries.length < tileWidth) {
    // Shifted by hand: a DataView for each bundle costs more than its lengths.
    const length = ((bundle[offset] ?? 0) << 8) | (bundle[offset + 1] ?? 0);
    const end = offset + 2 + length;
    if (end > bundle.length) throw malformed('an entry is cut short');
    entries.push(bundle.subarray(offset + 2, end));
    offset = end;
  }
  if (offset < bundle.length) throw malformed('it goes on after 256 entries');
  if (entries.length !== width || width === 0)
    throw malformed(`${entries.length} entries instead of ${width}`);
  return entries;
}

/**
 * The tile of level 0 that a bundle hashes to, 32 bytes an entry: what a monitor compares with the
 * tile that the checkpoint commits to.
 *
 * @throws ProofError as `parseEntryBundle`.
 */
export function tileOfBundle(
  provider: HashProvider,
  bundle: Uint8Array,
  width: number,
): Uint8Array {
  const entries = parseEntryBundle(bundle, width);
  const tile = new Uint8Array(width * hashSize);
  for (const [position, entry] of entries.entries()) {
    tile.set(hashLeaf(provider, entry), position * hashSize);
  }
  return tile;
}

/** @throws ProofError `entry-too-large` if no log can hold the entry. */
export function requireEntrySize(entry: Uint8Array): void {
  if (entry.length > maxEntrySize) {
    throw new ProofError('entry-too-large', `an entry of ${entry.length} bytes`);
  }
}

function malformed(why: string): ProofError {
  return new ProofError('bundle-malformed', `not an entry bundle: ${why}`);
}
