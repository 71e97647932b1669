import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { verifyRoll, type ReadFile } from '@countersign/letter';
import type { Policy } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { CheckedRoll } from '#publish';
import { refuse } from '../cli-refusal.ts';

/** A letter by its public id, and the files of its instance. */
export interface GatheredLetter {
  readonly uid: string;
  readonly read: ReadFile;
}

export interface RecountOptions {
  readonly policy: Policy;
  /** False for a policy that came from the same place. */
  readonly isTrusted: boolean;
  /** Where everything that is read is written down, to be recounted without a network. */
  readonly folder: string | undefined;
}

const smallFile = 65_536;

/** Recounts a letter. @returns undefined of one that nobody can sign. */
export async function recountLetter(
  { uid, read }: GatheredLetter,
  { policy, isTrusted, folder }: RecountOptions,
): Promise<CheckedRoll | undefined> {
  const reading = folder === undefined ? read : saving(read, folder);
  if ((await reading(`letters/${uid}/count.json`, smallFile)) === undefined) return undefined;
  const verify = () => verifyRoll(node, policy, uid, reading);
  const verdict = await verify();
  const isOld = !verdict.accepted && verdict.code === 'roll-stale';
  // It may have been counted anew between the first file and the last.
  return { verdict: isOld ? await verify() : verdict, isTrusted };
}

/** Files in a folder, as `saving` writes them. */
export function readFolder(folder: string): ReadFile {
  return async (name, most) => {
    try {
      const file = await open(path.join(folder, ...name.split('/')));
      try {
        const { size } = await file.stat();
        return size > most ? refuse('verify-too-large') : await file.readFile();
      } finally {
        await file.close();
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  };
}

// The names are our own: ids, hashes and numbers of tiles, whatever a host may have put into a file.
function saving(read: ReadFile, folder: string): ReadFile {
  return async (name, most) => {
    const bytes = await read(name, most);
    if (bytes === undefined) return undefined;
    const place = path.join(folder, ...name.split('/'));
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, bytes);
    return bytes;
  };
}
