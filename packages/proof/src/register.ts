import { ProofError } from './errors.ts';
import { hashLeaf, hashNode, hashSize } from './merkle-hash.ts';
import { MerkleTree } from './merkle-tree.ts';
import type { HashProvider } from './provider.ts';
import { formatRegisterLine, parseRegisterLine, type RegisterLine } from './register-line.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** How many buckets a register has. */
export const registerBuckets = 256;

/**
 * Reads a bucket: lines in order, each with its line feed.
 *
 * @throws ProofError `register-malformed`, also when ids do not rise.
 */
export function parseBucket(bytes: Uint8Array): RegisterLine[] {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw malformed('a bucket is ASCII');
  if (text === '') return [];
  if (!text.endsWith('\n')) throw malformed('a bucket ends with a line feed');
  const lines = text.slice(0, -1).split('\n').map(parseRegisterLine);
  requireRising(lines);
  return lines;
}

/** The bytes of a bucket. Lines must be in the order of their ids. */
export function formatBucket(lines: readonly RegisterLine[]): Uint8Array {
  requireRising(lines);
  return encodeUtf8(lines.map((line) => `${formatRegisterLine(line)}\n`).join(''));
}

/** The tree over the lines of a bucket, which must be in the order of their ids. */
export function bucketTree(provider: HashProvider, lines: readonly RegisterLine[]): MerkleTree {
  requireRising(lines);
  return new MerkleTree(
    provider,
    lines.map((line) => hashLeaf(provider, encodeUtf8(formatRegisterLine(line)))),
  );
}

/** The hash of a bucket: number of lines and tree (spec/register.md, "The root"). */
export function hashBucket(provider: HashProvider, lines: readonly RegisterLine[]): Uint8Array {
  return bindSize(provider, lines.length, bucketTree(provider, lines).root());
}

/** SHA-256(0x02 ‖ number of lines ‖ root of their tree). */
export function bindSize(provider: HashProvider, lines: number, root: Uint8Array): Uint8Array {
  const bound = new Uint8Array(9 + hashSize);
  bound[0] = 0x02;
  new DataView(bound.buffer).setBigUint64(1, BigInt(lines));
  bound.set(root, 9);
  return provider.sha256(bound);
}

/**
 * The root of a register from the hashes of its 256 buckets.
 *
 * @throws ProofError `register-malformed` unless there are 256 hashes of 32 bytes.
 */
export function registerRoot(provider: HashProvider, buckets: readonly Uint8Array[]): Uint8Array {
  return registerLevels(provider, buckets).at(-1)?.[0] ?? new Uint8Array();
}

/** Level by level, from the 256 bucket hashes to the one root. @throws ProofError. */
export function registerLevels(
  provider: HashProvider,
  buckets: readonly Uint8Array[],
): readonly (readonly Uint8Array[])[] {
  if (buckets.length !== registerBuckets) throw malformed('a register has 256 buckets');
  const levels: Uint8Array[][] = [[...buckets]];
  for (let below = levels[0] ?? []; below.length > 1;) {
    const level: Uint8Array[] = [];
    for (let at = 0; at + 1 < below.length; at += 2) {
      const [left, right] = below.slice(at, at + 2);
      if (left !== undefined && right !== undefined) level.push(hashNode(provider, left, right));
    }
    levels.push(level);
    below = level;
  }
  return levels;
}

/** Splits the 8,192 bytes served for a root. @throws ProofError `register-malformed`. */
export function parseBucketHashes(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length !== registerBuckets * hashSize) throw malformed('expected 256 hashes');
  return Array.from({ length: registerBuckets }, (_, at) =>
    bytes.slice(at * hashSize, (at + 1) * hashSize),
  );
}

function requireRising(lines: readonly RegisterLine[]): void {
  let previous = '';
  for (const { id } of lines) {
    if (id <= previous) throw malformed('ids must rise');
    previous = id;
  }
}

function malformed(why: string): ProofError {
  return new ProofError('register-malformed', why);
}
