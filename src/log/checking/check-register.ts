import { formatBucket, hashBucket, registerRoot } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { bucketPath, registerPath } from '../register-paths.ts';
import { readBucketHashes, readBucketLines } from '../sequencer/register-tables.ts';
import type { TreeHead } from '../signer/signer.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import type { Findings } from './log-finding.ts';

/**
 * Holds the register's tables against the root that the last entry of the tree commits to, and its
 * files against the tables.
 *
 * @returns whether the tables are what was committed to.
 */
export async function checkRegister(
  db: Db,
  files: TreeFiles,
  head: TreeHead,
  findings: Findings,
): Promise<boolean> {
  const { rows } = await sql<{ root: string | null; own: Buffer }>`
    select e.fields ->> 'root' as root, c.register_root as own
    from log_checkpoint c left join log_entry e on e.place = c.size - 1
    where c.size = ${String(head.size)}`.execute(db);
  const hashes = await readBucketHashes(db);
  const root = Buffer.from(registerRoot(node, hashes));
  const said = rows[0]?.root ?? rows[0]?.own.toString('base64');
  // A round that is not signed yet has brought the tables further: then only the buckets are looked at.
  const isCurrent = await isLargest(db, head.size);
  let isSound = !isCurrent || root.toString('base64') === said;
  if (!isSound) findings.add('register-altered', 'root');
  for (const [bucket, hash] of hashes.entries()) {
    const lines = await readBucketLines(db, bucket);
    if (Buffer.compare(hashBucket(node, lines), hash) !== 0) {
      findings.add('register-altered', String(bucket));
      isSound = false;
    } else if (lines.length > 0) {
      await checkFile(files, bucketPath(hash), formatBucket(lines), findings);
    }
  }
  if (isSound && isCurrent)
    await checkFile(files, registerPath(root), Buffer.concat(hashes), findings);
  return isSound;
}

async function isLargest(db: Db, size: bigint): Promise<boolean> {
  const larger = await db
    .selectFrom('log_checkpoint')
    .select('size')
    .where('size', '>', String(size))
    .executeTakeFirst();
  return larger === undefined;
}

async function checkFile(
  files: TreeFiles,
  path: string,
  bytes: Uint8Array,
  findings: Findings,
): Promise<void> {
  const found = await files.read(path);
  if (found === undefined || Buffer.compare(found, bytes) !== 0)
    findings.add('register-file', path);
}
