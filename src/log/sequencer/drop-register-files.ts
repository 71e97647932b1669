import { parseBucketHashes, ProofError } from '@countersign/proof';
import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { bucketPath, registerPath } from '../register-paths.ts';
import type { TreeFiles } from '../tree/tree-files.ts';

/**
 * How long the register of a checkpoint is served after a newer one was published: whoever has just read
 * the checkpoint is still fetching.
 */
const keptHours = 24;

/**
 * Removes register files that no checkpoint needs which is published, waits to be, or was until a day ago:
 * they hold the hashes of editions that were taken back since. Who needs older ones replays the log.
 *
 * @returns how many.
 */
export async function dropRegisterFiles(db: Db, files: TreeFiles): Promise<number> {
  const keptRoots = await neededRoots(db);
  const kept = new Set(keptRoots.map((root) => registerPath(root)));
  for (const path of [...kept]) {
    const buckets = await bucketsOf(files, path);
    // Lost, or not written yet: nobody knows which buckets it needs.
    if (buckets === undefined) return 0;
    for (const bucket of buckets) kept.add(bucket);
  }
  let dropped = 0;
  for (const folder of ['register', 'register/bucket']) {
    for (const name of await files.names(folder)) {
      const path = `${folder}/${name}`;
      if (kept.has(path) || !/^[0-9a-f]{64}$/.test(name)) continue;
      await files.remove(path);
      dropped += 1;
    }
  }
  return dropped;
}

async function neededRoots(db: Db): Promise<Buffer[]> {
  const { rows } = await sql<{ root: Buffer }>`
    with published as (
      select size, published_at,
        lead(published_at) over (order by size) as replaced_at
      from log_checkpoint where published_at is not null
    )
    select register_root as root from log_checkpoint
    where size >= coalesce((select max(size) from published), 0)
      or size in (select size from published
        where replaced_at > now() - make_interval(hours => ${keptHours}))`.execute(db);
  return rows.map(({ root }) => root);
}

/** Paths of the buckets that a root's file names; undefined when it is lost or altered. */
async function bucketsOf(files: TreeFiles, path: string): Promise<string[] | undefined> {
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  try {
    return parseBucketHashes(bytes).map(bucketPath);
  } catch (error) {
    if (error instanceof ProofError) return undefined;
    throw error;
  }
}
