import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { constants, type FileHandle, open } from 'node:fs/promises';
import { decodeBase64, encodeBase64, keyIdText, noteKey, type NoteKey } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { createDurably } from './durable-file.ts';

/** A key pair: what names it, and what signs with it. */
export interface KeyPair {
  readonly key: NoteKey;
  /** Ed25519 over the message. */
  sign(message: Uint8Array): Uint8Array;
}

/** Why a key cannot be used. The message is for the operator: it names the file and the way out. */
export class KeyProblem extends Error {
  override readonly name = 'KeyProblem';
  readonly code: 'key-missing' | 'key-exposed' | 'key-damaged' | 'state-held';

  constructor(code: KeyProblem['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

// RFC 8410 §7: PrivateKeyInfo of an Ed25519 key, up to its 32-byte seed.
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const prefix = 'PRIVATE+KEY+';
const readableByOthers = 0o077;

/**
 * Reads a key in the text form of Go's note package (`PRIVATE+KEY+name+id+base64(type ‖ seed)`), or
 * makes one under that name, for its owner only and durable before this resolves.
 *
 * @param name of a new key; undefined refuses when there is none.
 * @throws KeyProblem. A file is never replaced: a new key would be another log or countersigner.
 */
export async function loadOrCreateKey(
  path: string,
  name: string | undefined,
  type: number,
): Promise<KeyPair> {
  const present = await readKeyFile(path);
  if (present !== undefined) return parseKeyFile(present, path);
  if (name === undefined) {
    throw new KeyProblem(
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

/** Reads a key from its text; undefined if it is none. */
export function parseKeyText(text: string): KeyPair | undefined {
  const [name, id, ...encoded] = text.startsWith(prefix)
    ? text.slice(prefix.length).split('+')
    : [];
  const bytes = decodeBase64(encoded.join('+'));
  const [type] = bytes ?? [];
  if (name === undefined || bytes?.length !== 33 || type === undefined) return undefined;
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, bytes.subarray(1)]),
    format: 'der',
    type: 'pkcs8',
  });
  const key = noteKey(node, name, type, publicKeyOf(privateKey));
  if (keyIdText(key) !== id) return undefined;
  return { key, sign: (message) => sign(null, message, privateKey) };
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
    await requirePrivate(file, path);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Judged on the open file, so that it cannot be swapped in between. @throws KeyProblem. */
export async function requirePrivate(file: FileHandle, path: string): Promise<void> {
  const stat = await file.stat();
  if (!stat.isFile()) throw new KeyProblem('key-damaged', `The key ${path} is not a file.`);
  if ((stat.mode & readableByOthers) !== 0) {
    throw new KeyProblem(
      'key-exposed',
      `Others on this machine can read the key ${path}. If nobody has, run: chmod 600 '${path}'`,
    );
  }
}

// A log reads its key again for each signature, and it is hardly ever another one. A line for each file.
const parsed = new Map<string, { readonly text: string; readonly pair: KeyPair }>();

function parseKeyFile(text: string, path: string): KeyPair {
  const before = parsed.get(path);
  if (before?.text === text) return before.pair;
  const pair = parseKeyText(text.trimEnd());
  if (pair !== undefined) {
    parsed.set(path, { text, pair });
    return pair;
  }
  throw new KeyProblem(
    'key-damaged',
    `The key ${path} is damaged. Restore it from a copy; a new key would be a new identity.`,
  );
}
