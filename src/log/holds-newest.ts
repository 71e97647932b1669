import type { Db } from '#platform/database';
import { readCheckpoint } from './published-log.ts';
import { registerPath } from './register-paths.ts';
import type { TreeFiles } from './tree/tree-files.ts';

/**
 * Whether the files here are those of the published log. Whoever leads it has written them before it published;
 * where they are not, another server of this database leads and writes to a folder of its own. What is
 * missing then is not lost, and must not be told as such to monitors.
 */
export async function holdsNewest(db: Db, files: TreeFiles): Promise<boolean> {
  const checkpoint = await readCheckpoint(db);
  if (checkpoint === undefined) return true;
  return (await files.read(registerPath(checkpoint.registerRoot))) !== undefined;
}
