import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '@countersign/countersigner/node';

/**
 * Puts the key and the memory of a log aside, so that the next start makes new ones. Nothing is
 * deleted: whoever finds the old log going on must be able to tell whose it was.
 */
export async function retireKey(folder: string, nowMs: number): Promise<void> {
  for (const name of ['log.key', 'last-signed']) {
    const path = join(folder, name);
    try {
      await rename(path, `${path}.retired-${nowMs}`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  await syncFolder(folder);
}
