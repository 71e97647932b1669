import { randomBytes } from 'node:crypto';
import { access, link, rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createDurably,
  generateKeyText,
  KeyProblem,
  loadOrCreateKey,
  parseKeyText,
  syncFolder,
  type KeyPair,
} from '@countersign/countersigner/node';
import { formatVkey, keyIdText, signatureTypes } from '@countersign/proof';
import { LogError } from '../log-error.ts';
import type { KeyKeeper } from './key-keeper.ts';

/** Files of a signer's folder. The successor lies beside the key until that is retired. */
export const keyFiles = { key: 'log.key', successor: 'log-successor.key' } as const;

/**
 * The keys that sign, the oldest first: two while one succeeds the other. Makes the first one under a
 * random name, because a log outlives its address.
 *
 * @throws KeyProblem when one cannot be read or is of another origin.
 */
export async function loadOrCreateKeys(folder: string): Promise<KeyPair[]> {
  const name = `countersign.log/${randomBytes(16).toString('hex')}`;
  return loadKeys(folder, name);
}

/**
 * The keys that sign, the oldest first.
 *
 * @param name of the first key where there is none; undefined refuses then.
 * @throws KeyProblem.
 */
export async function loadKeys(folder: string, name?: string): Promise<KeyPair[]> {
  const { ed25519 } = signatureTypes;
  // The successor first: while it takes the other's place it is read twice, and never not at all.
  const path = join(folder, keyFiles.successor);
  const successor = (await isThere(path))
    ? await loadOrCreateKey(path, undefined, ed25519).catch(unlessMissing)
    : undefined;
  // Beside a successor, a fresh key would be another log.
  const fresh = successor === undefined ? name : undefined;
  const key = await loadOrCreateKey(join(folder, keyFiles.key), fresh, ed25519);
  if (successor === undefined || formatVkey(successor.key) === formatVkey(key.key)) return [key];
  if (successor.key.name !== key.key.name) {
    throw new KeyProblem('key-damaged', `The key ${path} is of another log. Move it away.`);
  }
  return [key, successor];
}

/** The keys that lie in a folder of this machine. Works beside a signer that has it open. */
export function fileKeyKeeper(folder: string): KeyKeeper {
  const keys = async () => ((await isThere(folder)) ? readKeys(folder) : []);
  return {
    keys: async () => (await keys()).map(({ key }) => formatVkey(key)),
    async makeSuccessor(from) {
      const [key, successor] = await keys();
      if (key === undefined || formatVkey(key.key) !== from) throw otherKey();
      if (successor === undefined) {
        const text = `${freshSuccessor(key)}\n`;
        await createDurably(join(folder, keyFiles.successor), text);
      }
      const made = (await keys())[1];
      if (made === undefined) throw otherKey();
      return formatVkey(made.key);
    },
    async retire(from) {
      const [key, successor] = await keys();
      if (key === undefined || formatVkey(key.key) !== from) return;
      if (successor === undefined) throw otherKey();
      await putInPlace(folder, `${keyFiles.key}.retired-${keyIdText(key.key)}`);
    },
  };
}

async function readKeys(folder: string): Promise<KeyPair[]> {
  return loadKeys(folder).catch((error: unknown) => {
    unlessMissing(error);
    return [];
  });
}

// At every moment the folder holds both, or the successor alone.
async function putInPlace(folder: string, aside: string): Promise<void> {
  const [key, successor] = [join(folder, keyFiles.key), join(folder, keyFiles.successor)];
  await link(key, join(folder, aside)).catch(unless('EEXIST'));
  await syncFolder(folder);
  await rename(successor, key).catch(unless('ENOENT'));
  await syncFolder(folder);
}

/** A key under the same name that notes can tell from the one before. */
function freshSuccessor({ key }: KeyPair): string {
  for (;;) {
    const text = generateKeyText(key.name, signatureTypes.ed25519);
    if (parseKeyText(text)?.key.keyId !== key.keyId) return text;
  }
}

function otherKey(): LogError {
  return new LogError(
    'key-other',
    'The keys of the signer are not those that were expected: another command changed them. Look at countersign log status, and run it again.',
  );
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof KeyProblem && error.code === 'key-missing') return undefined;
  throw error;
}

function unless(code: string): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Error && 'code' in error && error.code === code)) throw error;
  };
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
