import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { keyFiles } from '../signer/key-files.ts';

/**
 * Puts key, memory and files of a log aside, so that the next start makes new ones. Nothing is
 * deleted: whoever finds the old log going on must be able to tell whose it was. Idempotent.
 */
export async function retireLog(
  places: { readonly keysDir: string; readonly treeFolder: string },
  nowMs: number,
): Promise<void> {
  const { keysDir, treeFolder } = places;
  const ofKeys = [keyFiles.key, keyFiles.successor, 'last-signed'];
  await putAside([...ofKeys.map((name) => join(keysDir, name)), treeFolder], nowMs);
}

/** Gives files or folders another name, so that new ones are made; those that are not there are passed over. */
export async function putAside(paths: readonly string[], nowMs: number): Promise<void> {
  for (const path of paths) {
    try {
      await rename(path, `${path}.retired-${nowMs}`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
}
