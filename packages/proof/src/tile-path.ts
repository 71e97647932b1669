import { ProofError } from './errors.ts';
import { isUint64, parseUint64 } from './uint64.ts';

/** Hashes of a full tile, and entries of a full bundle. */
export const tileWidth = 256;

/** The place of a run of entries or hashes (tlog-tiles, "Log entries"). */
export interface BundleAt {
  /** Position among its like, counted in full ones. */
  readonly index: bigint;
  /** 1 to 256; less than 256 at the right edge of a tree only. */
  readonly width: number;
}

/** The place of a tile (tlog-tiles, "Merkle Tree"). */
export interface TileAt extends BundleAt {
  /** 0 to 63; level 0 are leaf hashes. */
  readonly level: number;
}

/** Longer than the path of any tile that can exist. */
const maxPathLength = 64;

/** Where a tile is served: `tile/<L>/<N>[.p/<W>]`. @throws ProofError `argument-invalid`. */
export function tilePath({ level, index, width }: TileAt): string {
  if (!Number.isInteger(level) || level < 0 || level > 63) {
    throw new ProofError('argument-invalid', `no tile is at level ${level}`);
  }
  return `tile/${level}/${placePath(index, width)}`;
}

/** Where a bundle is served: `tile/entries/<N>[.p/<W>]`. @throws ProofError `argument-invalid`. */
export function bundlePath({ index, width }: BundleAt): string {
  return `tile/entries/${placePath(index, width)}`;
}

/**
 * Reads the path of a tile or bundle, as asked for by anyone on the network. There is one spelling
 * for each place, so that `tilePath` or `bundlePath` give back what was read.
 *
 * @throws ProofError `tile-path-malformed`.
 */
export function parseTilePath(
  path: string,
):
  | { readonly kind: 'tile'; readonly at: TileAt }
  | { readonly kind: 'entries'; readonly at: BundleAt } {
  const match =
    path.length > maxPathLength
      ? null
      : /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(
          path,
        );
  const [, levelText, groups, widthText = String(tileWidth)] = match ?? [];
  if (levelText === undefined || groups === undefined) throw malformed();
  if (groups.startsWith('x000/')) throw malformed();
  const index = parseUint64(groups.replaceAll(/[x/]/g, '').replace(/^0+(?=[0-9])/, ''));
  const width = Number(widthText);
  const isPartial = match?.[3] !== undefined;
  if (index === undefined || width > (isPartial ? tileWidth - 1 : tileWidth)) throw malformed();
  if (levelText === 'entries') return { kind: 'entries', at: { index, width } };
  const level = Number(levelText);
  if (level > 63) throw malformed();
  return { kind: 'tile', at: { level, index, width } };
}

function placePath(index: bigint, width: number): string {
  if (!isUint64(index) || !Number.isInteger(width) || width < 1 || width > tileWidth) {
    throw new ProofError('argument-invalid', `no tile is at ${index} or ${width} wide`);
  }
  const digits = index.toString();
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g) ?? [];
  const place = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === tileWidth ? place : `${place}.p/${width}`;
}

function malformed(): ProofError {
  return new ProofError('tile-path-malformed', 'not the path of a tile or an entry bundle');
}
