import {
  formatBucket,
  parseBucket,
  ProofError,
  registerRoot,
  type RegisterLine,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { bucketPath, registerPath } from '../register-paths.ts';
import type { TreeFile, TreeFiles } from '../tree/tree-files.ts';
import type { RegisterState } from './advance-register.ts';
import type { RegisterMemory } from './register-memory.ts';
import { readBucketHashes, readBucketLines } from './register-tables.ts';

/** What a process knows of the register's files. */
export interface WrittenRegister {
  /** Hashes (hexadecimal) of those it has written, or found as they should be. */
  readonly registerFiles: Set<string>;
  /** Remembers the lines that are read on the way: the rounds that follow need not read them. */
  readonly register: RegisterMemory;
}

/**
 * Writes the register's present state as files, so that proofs of a published root can be made when
 * the register has moved on. Files are named by their hash and never change.
 *
 * @param written what this process knows of it; added to.
 * @param placed the register as this round has brought it forward, if it did: then nothing is read.
 */
export async function writeRegister(
  db: Db,
  files: TreeFiles,
  written: WrittenRegister,
  placed?: RegisterState,
): Promise<void> {
  const { registerFiles: known, register } = written;
  const changed = placed && changedFiles(placed, known);
  const fresh = changed ?? (await missingFiles(db, files, known, register));
  if (fresh.length === 0) return;
  await files.write(fresh);
  for (const { path } of fresh) known.add(path.slice(path.lastIndexOf('/') + 1));
}

/** @returns undefined when there are buckets of which this process does not know that they are written. */
function changedFiles(
  { root, hashes, changed }: RegisterState,
  known: ReadonlySet<string>,
): TreeFile[] | undefined {
  const names = hex(Buffer.concat(hashes));
  const isCovered = hashes.every(
    (_, bucket) => changed.has(bucket) || known.has(names.slice(bucket * 64, bucket * 64 + 64)),
  );
  if (!isCovered) return undefined;
  if (known.has(hex(root))) return [];
  return [
    ...[...changed].flatMap(([bucket, lines]) => fileOf(lines, hashes[bucket]) ?? []),
    { path: registerPath(root), bytes: Buffer.concat(hashes) },
  ];
}

function fileOf(
  lines: readonly RegisterLine[],
  hash: Uint8Array | undefined,
): TreeFile | undefined {
  return hash && { path: bucketPath(hash), bytes: formatBucket(lines) };
}

async function missingFiles(
  db: Db,
  files: TreeFiles,
  known: Set<string>,
  memory: RegisterMemory,
): Promise<readonly TreeFile[]> {
  // One snapshot: another process may bring the register forward meanwhile.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx): Promise<TreeFile[]> => {
      const hashes = await readBucketHashes(tx);
      const root = Buffer.from(registerRoot(node, hashes));
      if (known.has(root.toString('hex'))) return [];
      const written: TreeFile[] = [];
      for (const [bucket, hash] of hashes.entries()) {
        if (known.has(hex(hash))) continue;
        // A process that has just started knows of none; reading one costs less than writing it.
        const hashLines = (of: readonly RegisterLine[]) => memory.hashBucket(bucket, of);
        if (isBucket(await files.read(bucketPath(hash)), hash, hashLines)) {
          known.add(hex(hash));
          continue;
        }
        const lines = await readBucketLines(tx, bucket);
        if (Buffer.compare(hashLines(lines), hash) !== 0) continue;
        written.push({ path: bucketPath(hash), bytes: formatBucket(lines) });
      }
      return [...written, { path: registerPath(root), bytes: Buffer.concat(hashes) }];
    });
}

/** Whether these are the lines of that bucket; what was altered is written again. */
function isBucket(
  bytes: Uint8Array | undefined,
  hash: Uint8Array,
  hashLines: (lines: readonly RegisterLine[]) => Uint8Array,
): boolean {
  if (bytes === undefined) return false;
  try {
    return Buffer.compare(hashLines(parseBucket(bytes)), hash) === 0;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
