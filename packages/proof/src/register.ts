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
    lines.map((line) => hashRegisterLine(provider, line)),
  );
}

/** The leaf of a line in the tree of its bucket. */
export function hashRegisterLine(provider: HashProvider, line: RegisterLine): Uint8Array {
  return hashLeaf(provider, encodeUtf8(formatRegisterLine(line)));
}

/** The hash of a bucket: number of lines and tree (spec/register.md, "The root"). */
export function hashBucket(provider: HashProvider, lines: readonly RegisterLine[]): Uint8Array {
  return bindSize(provider, lines.length, bucketTree(provider, lines).root());
}

/** `hashBucket` for whoever keeps the leaves of its lines, in the order of their ids. */
export function hashBucketLeaves(
  provider: HashProvider,
  leaves: readonly Uint8Array[],
): Uint8Array {
  return bindSize(provider, leaves.length, new MerkleTree(provider, leaves).root());
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

/** Hashes level by level, from 256 buckets to the one root. */
export type RegisterLevels = readonly (readonly Uint8Array[])[];

/**
 * Level by level, from the 256 bucket hashes to the one root.
 *
 * @param before levels of an earlier register: nodes over buckets that are still the same are taken from it.
 * @throws ProofError `register-malformed` unless there are 256 hashes of 32 bytes.
 */
export function registerLevels(
  provider: HashProvider,
  buckets: readonly Uint8Array[],
  before?: RegisterLevels,
): RegisterLevels {
  if (buckets.length !== registerBuckets) throw malformed('a register has 256 buckets');
  const levels: Uint8Array[][] = [[...buckets]];
  let below = levels[0] ?? [];
  let isKept = below.map((hash, at) => isSame(hash, before?.[0]?.[at]));
  while (below.length > 1) {
    const known = before?.[levels.length];
    const level: Uint8Array[] = [];
    const isKeptAbove: boolean[] = [];
    for (let at = 0; at + 1 < below.length; at += 2) {
      const kept = isKept[at] === true && isKept[at + 1] === true ? known?.[at / 2] : undefined;
      const [left, right] = [below[at], below[at + 1]];
      if (left === undefined || right === undefined) continue;
      level.push(kept ?? hashNode(provider, left, right));
      isKeptAbove.push(kept !== undefined);
    }
    levels.push(level);
    [below, isKept] = [level, isKeptAbove];
  }
  return levels;
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  if (a === b) return true;
  if (b?.length !== a.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
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
