import {
  hashBucketLeaves,
  hashRegisterLine,
  registerLevels,
  type RegisterLevels,
  type RegisterLine,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';

/**
 * Hashes of the register that were made before. It only saves hashing: what it gives follows from the lines and
 * hashes that are handed to it, so that a table that was altered is found as without it.
 */
export interface RegisterMemory {
  /** `hashBucket` of lines in the order of their ids. */
  hashBucket(bucket: number, lines: readonly RegisterLine[]): Uint8Array;
  /** `registerRoot` of all 256 buckets. */
  root(hashes: readonly Uint8Array[]): Uint8Array;
}

interface HashedLines {
  readonly lines: readonly RegisterLine[];
  readonly leaves: readonly Uint8Array[];
  readonly hash: Uint8Array;
}

/** Most lines that are remembered, at some 300 bytes each. */
const mostLines = 65_536;

export function rememberRegister(): RegisterMemory {
  const buckets = new Map<number, HashedLines>();
  let held = 0;
  let levels: RegisterLevels | undefined;
  return {
    hashBucket(bucket, lines) {
      const known = buckets.get(bucket);
      const leaves = leavesOf(lines, known);
      if (known !== undefined && isSameList(leaves, known.leaves)) return known.hash;
      const hash = hashBucketLeaves(node, leaves);
      held += lines.length - (known?.lines.length ?? 0);
      if (held > mostLines) {
        buckets.clear();
        held = lines.length;
      }
      buckets.set(bucket, { lines, leaves, hash });
      return hash;
    },
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
