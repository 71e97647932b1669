import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import {
  encodeBase64,
  decodeBase64,
  keyIdText,
  noteKey,
  signatureTypes,
  type NoteKey,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { LogError } from '../log-error.ts';
import { createDurably } from './durable-file.ts';

/** A key pair read from its file: what names it, and what signs with it. */
export interface KeyPair {
  readonly key: NoteKey;
  sign(message: Uint8Array): Uint8Array;
}

// RFC 8410 §7: PrivateKeyInfo of an Ed25519 key, up to its 32-byte seed.
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const prefix = 'PRIVATE+KEY+';
const readableByOthers = 0o077;

/**
 * Reads a key in the text form of Go's note package (`PRIVATE+KEY+name+id+base64(type ‖ seed)`), or
 * makes one under that name, for its owner only and durable before this resolves.
 *
 * @param name is used for a new key; undefined refuses when there is none.
 * @throws LogError `key-missing`, `key-exposed`, `key-damaged`. A file is never replaced.
 */
export async function loadOrCreateKey(
  path: string,
  name: string | undefined,
  type: number = signatureTypes.ed25519,
): Promise<KeyPair> {
  const present = await readKeyFile(path);
  if (present !== undefined) return parseKeyFile(present, path);
  if (name === undefined) {
    throw new LogError(
      'key-missing',
      `There is no key at ${path}. Bring it along, or restore a copy.`,
    );
  }
  await createDurably(path, `${generateKeyText(name, type)}\n`);
  const made = await readKeyFile(path);
  if (made === undefined) throw new Error('The key file vanished while it was made');
  return parseKeyFile(made, path);
}

/** A fresh key as text. */
export function generateKeyText(name: string, type: number): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(pkcs8Prefix.length);
  const key = noteKey(node, name, type, publicKeyOf(privateKey));
  return `${prefix}${name}+${keyIdText(key)}+${encodeBase64(Buffer.concat([Buffer.of(type), seed]))}`;
}

function publicKeyOf(privateKey: KeyObject): Uint8Array {
  const { x } = privateKey.export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}

async function readKeyFile(path: string): Promise<string | undefined> {
  let file: FileHandle;
  try {
    // Non-blocking, or a named pipe in its place would hold the start up for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new LogError('key-damaged', `The key ${path} is not a file.`);
    if ((stat.mode & readableByOthers) !== 0) {
      throw new LogError(
        'key-exposed',
        `Others on this machine can read the key ${path}. If nobody has, run: chmod 600 '${path}'`,
      );
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

function parseKeyFile(text: string, path: string): KeyPair {
  const line = text.trimEnd();
  const [name, id, ...encoded] = line.startsWith(prefix)
    ? line.slice(prefix.length).split('+')
    : [];
  const bytes = decodeBase64(encoded.join('+'));
  const [type] = bytes ?? [];
  if (name === undefined || bytes?.length !== 33 || type === undefined) throw damaged(path);
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, bytes.subarray(1)]),
    format: 'der',
    type: 'pkcs8',
  });
  const key = noteKey(node, name, type, publicKeyOf(privateKey));
  if (keyIdText(key) !== id) throw damaged(path);
  return { key, sign: (message) => sign(null, message, privateKey) };
}

function damaged(path: string): LogError {
  return new LogError(
    'key-damaged',
    `The key ${path} is damaged. Restore it from a copy; a new key would be a new log.`,
  );
}
