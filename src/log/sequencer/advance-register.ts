import type { RegisterLine } from '@countersign/proof';
import type { Tx } from '#platform/database';
import { registerContradicted } from '../log-error.ts';
import { rememberRegister, type RegisterMemory } from './register-memory.ts';
import {
  bucketByte,
  readBuckets,
  readDigests,
  readLinesOf,
  type HashedBucket,
  type RegisterChanges,
} from './register-tables.ts';

/** What an entry sets in the register; without a hash it takes the subject back. */
export interface RegisterChange {
  readonly subject: string;
  readonly number: number;
  /** Base64. */
  readonly hash: string | null;
}

export interface RegisterState {
  readonly root: Uint8Array;
  /** Lines in it. */
  readonly subjects: number;
  /** Of all 256 buckets. */
  readonly hashes: readonly Uint8Array[];
  /** The lines of the buckets that changed. */
  readonly changed: ReadonlyMap<number, readonly RegisterLine[]>;
}

/** The register brought forward; its tables are not, before the changes are stored. */
export interface AdvancedRegister extends RegisterState {
  readonly changes: RegisterChanges;
}

/**
 * Applies changes in the order of the log (spec/register.md) and hashes the buckets they touch. A table
 * that was altered meanwhile is found by the next one who brings it forward. Stores nothing.
 *
 * @param known the buckets as they are now, where they have been read.
 * @param memory hashes that were made before, where rounds follow each other.
 * @throws LogError `register-contradicted` when lines of those are not what was hashed last.
 */
export async function advanceRegister(
  tx: Tx,
  changes: readonly RegisterChange[],
  known?: readonly HashedBucket[],
  memory: RegisterMemory = rememberRegister(),
): Promise<AdvancedRegister> {
  const buckets = [...(known ?? (await readBuckets(tx)))];
  const touched = Map.groupBy(changes, ({ subject }) => bucketByte(subject));
  const before = await readBefore(tx, [...touched.keys()], memory);
  const changed = new Map<number, readonly RegisterLine[]>();
  const stored: RegisterLine[] = [];
  for (const [bucket, own] of touched) {
    const lines = before.get(bucket) ?? [];
    requireHashed(memory.hashBucket(bucket, lines), buckets[bucket]);
    const after = applyChanges(lines, own);
    changed.set(bucket, after.lines);
    stored.push(...after.set);
    const hash = memory.hashBucket(bucket, after.lines);
    buckets[bucket] = { bucket, hash, lines: after.lines.length };
  }
  const hashes = buckets.map(({ hash }) => hash);
  return {
    root: memory.root(hashes),
    subjects: buckets.reduce((sum, { lines }) => sum + lines, 0),
    hashes,
    changed,
    changes: {
      lines: stored,
      buckets: [...changed.keys()].flatMap((bucket) => buckets[bucket] ?? []),
    },
  };
}

/** The lines of some buckets as they are now: those that are remembered are not read if their digest is. */
async function readBefore(
  tx: Tx,
  buckets: readonly number[],
  memory: RegisterMemory,
): Promise<ReadonlyMap<number, readonly RegisterLine[]>> {
  const digests = await readDigests(tx, memory.known(buckets));
  const before = new Map<number, readonly RegisterLine[]>();
  for (const bucket of buckets) {
    const lines = memory.linesOf(bucket, digests.get(bucket));
    if (lines !== undefined) before.set(bucket, lines);
  }
  const others = await readLinesOf(
    tx,
    buckets.filter((bucket) => !before.has(bucket)),
  );
  for (const [bucket, lines] of others) before.set(bucket, lines);
  return before;
}

/** That the lines of a bucket are still those that were hashed. */
function requireHashed(hash: Uint8Array, bucket: HashedBucket | undefined): void {
  if (bucket === undefined || Buffer.compare(hash, bucket.hash) !== 0) throw registerContradicted();
}

interface Applied {
  /** The bucket's lines in the order of their ids. */
  readonly lines: readonly RegisterLine[];
  /** Those of them that were set. */
  readonly set: readonly RegisterLine[];
}

function applyChanges(lines: readonly RegisterLine[], changes: readonly RegisterChange[]): Applied {
  const present = new Map(lines.map((line) => [line.id, line]));
  const set = new Set<string>();
  for (const change of changes) {
    if (!wins(change, present.get(change.subject))) continue;
    present.set(change.subject, lineOf(change));
    set.add(change.subject);
  }
  const all = [...present.values()];
  return {
    // Nothing new: each stands where it stood.
    lines: all.length === lines.length ? all : all.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    set: all.filter(({ id }) => set.has(id)),
  };
}

// The larger number, and what was taken back with the same.
function wins(change: RegisterChange, line: RegisterLine | undefined): boolean {
  if (line === undefined) return true;
  if (change.number !== line.number) return change.number > line.number;
  return change.hash === null && line.hash !== undefined;
}

function lineOf({ subject, number, hash }: RegisterChange): RegisterLine {
  return hash === null
    ? { id: subject, number }
    : { id: subject, number, hash: Buffer.from(hash, 'base64') };
}
