import {
  hashBucketLeaves,
  hashRegisterLine,
  registerLevels,
  type RegisterLevels,
  type RegisterLine,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { digestLines } from './register-tables.ts';

/**
 * Lines of the register and their hashes, as they were read and made before. It only saves reading and hashing:
 * what it gives follows from the lines, digests and hashes that are handed to it, so that a table that was
 * altered is found as without it.
 */
export interface RegisterMemory {
  /** `hashBucket` of lines in the order of their ids. */
  hashBucket(bucket: number, lines: readonly RegisterLine[]): Uint8Array;
  /** The lines that were hashed last, if `digestLines` of them is this. */
  linesOf(bucket: number, digest: Uint8Array | undefined): readonly RegisterLine[] | undefined;
  /** The buckets whose lines are remembered, of these. */
  known(buckets: readonly number[]): number[];
  /** `registerRoot` of all 256 buckets. */
  root(hashes: readonly Uint8Array[]): Uint8Array;
}

interface HashedLines {
  readonly lines: readonly RegisterLine[];
  readonly leaves: readonly Uint8Array[];
  readonly hash: Uint8Array;
  /** Made when it is asked for. */
  digest?: Uint8Array;
}

/** Most lines that are remembered, at some 300 bytes each. */
const mostLines = 65_536;

export function rememberRegister(): RegisterMemory {
  const buckets = new Map<number, HashedLines>();
  let held = 0;
  let levels: RegisterLevels | undefined;
  const forget = (bucket: number) => {
    held -= buckets.get(bucket)?.lines.length ?? 0;
    buckets.delete(bucket);
  };
  return {
    hashBucket(bucket, lines) {
      const known = buckets.get(bucket);
      if (known?.lines === lines) return known.hash;
      const leaves = leavesOf(lines, known);
      if (known !== undefined && isSameList(leaves, known.leaves)) return known.hash;
      const hash = hashBucketLeaves(node, leaves);
      forget(bucket);
      for (const oldest of buckets.keys()) {
        if (held + lines.length <= mostLines) break;
        forget(oldest);
      }
      held += lines.length;
      buckets.set(bucket, { lines, leaves, hash });
      return hash;
    },
    linesOf(bucket, digest) {
      const known = buckets.get(bucket);
      if (known === undefined || digest === undefined) return undefined;
      known.digest ??= digestLines(known.lines);
      return Buffer.compare(known.digest, digest) === 0 ? known.lines : undefined;
    },
    known: (asked) => asked.filter((bucket) => buckets.has(bucket)),
    root(hashes) {
      levels = registerLevels(node, hashes, levels);
      return levels.at(-1)?.[0] ?? new Uint8Array();
    },
  };
}

/** The leaf of each line: the very one that is known where the line is the same. Both rise by id. */
function leavesOf(
  lines: readonly RegisterLine[],
  known: HashedLines | undefined,
): readonly Uint8Array[] {
  let at = 0;
  return lines.map((line) => {
    while ((known?.lines[at]?.id ?? line.id) < line.id) at += 1;
    const [before, leaf] = [known?.lines[at], known?.leaves[at]];
    return before !== undefined && leaf !== undefined && isSameLine(before, line)
      ? leaf
      : hashRegisterLine(node, line);
  });
}

function isSameLine(a: RegisterLine, b: RegisterLine): boolean {
  if (a === b) return true;
  if (a.id !== b.id || a.number !== b.number) return false;
  if (a.hash === undefined || b.hash === undefined) return a.hash === b.hash;
  return Buffer.compare(a.hash, b.hash) === 0;
}

function isSameList(a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean {
  return a.length === b.length && a.every((leaf, at) => leaf === b[at]);
}
