import {
  formatBucket,
  hashBucket,
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
import { readBucketHashes, readBucketLines } from './register-tables.ts';

/**
 * Writes the register's present state as files, so that proofs of a published root can be made when
 * the register has moved on. Files are named by their hash and never change.
 *
 * @param known hexadecimal hashes of what this process has written before; added to.
 * @param placed the register as this round has brought it forward, if it did: then nothing is read.
 */
export async function writeRegister(
  db: Db,
  files: TreeFiles,
  known: Set<string>,
  placed?: RegisterState,
): Promise<void> {
  const fresh = (placed && changedFiles(placed, known)) ?? (await missingFiles(db, files, known));
  if (fresh.length === 0) return;
  await files.write(fresh);
  for (const { path } of fresh) known.add(path.slice(path.lastIndexOf('/') + 1));
}

/** @returns undefined when there are buckets of which this process does not know that they are written. */
function changedFiles(
  { root, hashes, changed }: RegisterState,
  known: ReadonlySet<string>,
): TreeFile[] | undefined {
  const isCovered = hashes.every((hash, bucket) => changed.has(bucket) || known.has(hex(hash)));
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
        if (isBucket(await files.read(bucketPath(hash)), hash)) {
          known.add(hex(hash));
          continue;
        }
        const lines = await readBucketLines(tx, bucket);
        if (Buffer.compare(hashBucket(node, lines), hash) !== 0) continue;
        written.push({ path: bucketPath(hash), bytes: formatBucket(lines) });
      }
      return [...written, { path: registerPath(root), bytes: Buffer.concat(hashes) }];
    });
}

/** Whether these are the lines of that bucket; what was altered is written again. */
function isBucket(bytes: Uint8Array | undefined, hash: Uint8Array): boolean {
  if (bytes === undefined) return false;
  try {
    return Buffer.compare(hashBucket(node, parseBucket(bytes)), hash) === 0;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
