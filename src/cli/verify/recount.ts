import { mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  placeOfSignature,
  verifyRoll,
  verifySignature,
  type ReadFile,
  type SignaturePlace,
} from '@countersign/letter';
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
  /** A signer's receipt, to look for their signature. */
  readonly receipt: Uint8Array | undefined;
}

const smallFile = 65_536;

/** Recounts a letter. @returns undefined of one that nobody can sign. */
export async function recountLetter(
  { uid, read }: GatheredLetter,
  { policy, isTrusted, folder, receipt }: RecountOptions,
): Promise<CheckedRoll | undefined> {
  const reading = folder === undefined ? read : saving(read, folder);
  if ((await reading(`letters/${uid}/count.json`, smallFile)) === undefined) return undefined;
  const sought = receipt && placeOf(receipt, policy);
  const verify = () => verifyRoll(node, policy, uid, reading, sought);
  const verdict = await verify();
  const isOld = !verdict.accepted && verdict.code === 'roll-stale';
  // It may have been counted anew between the first file and the last.
  return { verdict: isOld ? await verify() : verdict, isTrusted };
}

/** @throws CliRefusal `verify-receipt` for a receipt that the policy does not accept. */
function placeOf(receipt: Uint8Array, policy: Policy): SignaturePlace {
  const json = JSON.parse(Buffer.from(receipt).toString('utf8')) as unknown;
  const proven = verifySignature(node, policy, json);
  return proven.accepted
    ? placeOfSignature(json, proven)
    : refuse('verify-receipt', { said: proven.code });
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
