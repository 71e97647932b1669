import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, link, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { keyBytes } from './sealer.ts';

/** Why a key file cannot be used. The message is for the operator: it names the file and the way out. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  readonly code: 'key-file-exposed' | 'key-file-damaged' | 'key-file-not-a-file';

  constructor(code: KeyFileError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

const prefix = 'countersign-master-key-1 ';
const readableByOthers = 0o077;

/**
 * The master key of this instance: read from `path`, or made there at the first start. Everything
 * sealed is lost with it, so it belongs in the backup, apart from the data it guards.
 *
 * Safe when several processes start at once: all end with the same key.
 *
 * @returns 32 bytes.
 * @throws KeyFileError when the file is readable by group or others, cut, or no regular file. It is
 * never replaced: a new key would make what the old one sealed unreadable for good.
 */
export async function loadOrCreateMasterKey(path: string): Promise<Uint8Array> {
  const present = await readKey(path);
  if (present !== undefined) return present;
  await createKey(path);
  const made = await readKey(path);
  if (made === undefined) throw new Error('The key file vanished while it was made');
  return made;
}

/**
 * The master key where there is one already; nothing is made.
 *
 * @throws KeyFileError.
 */
export function findMasterKey(path: string): Promise<Uint8Array | undefined> {
  return readKey(path);
}

/**
 * Puts a master key from a backup in its place. A file that is there stays.
 *
 * @returns whether this key lies there now.
 * @throws KeyFileError when the file that is there cannot be used.
 */
export async function placeMasterKey(path: string, key: Uint8Array): Promise<boolean> {
  if (key.length !== keyBytes) throw new RangeError(`"key" expected ${keyBytes} bytes`);
  if ((await readKey(path)) === undefined) await createKey(path, key);
  const there = await readKey(path);
  return there !== undefined && Buffer.from(there).equals(key);
}

async function readKey(path: string): Promise<Uint8Array | undefined> {
  let file: FileHandle;
  try {
    // Non-blocking, or a named pipe in its place would hold the start up for ever.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    // Judged on the open file, so that it cannot be swapped between the check and the reading.
    const stat = await file.stat();
    if (!stat.isFile()) {
      throw new KeyFileError('key-file-not-a-file', `The master key ${path} is not a file.`);
    }
    if ((stat.mode & readableByOthers) !== 0) {
      throw new KeyFileError(
        'key-file-exposed',
        `Others on this machine can read the master key ${path}. If nobody has, run: chmod 600 '${path}'`,
      );
    }
    return parseKey(await file.readFile('latin1'), path);
  } finally {
    await file.close();
  }
}

function parseKey(text: string, path: string): Uint8Array {
  const encoded = text.startsWith(prefix) ? text.slice(prefix.length).trimEnd() : '';
  const key = Buffer.from(encoded, 'base64url');
  if (key.length !== keyBytes || key.toString('base64url') !== encoded) {
    throw new KeyFileError(
      'key-file-damaged',
      `The master key ${path} is cut or damaged. Put it back from the backup; a new key cannot open what this one sealed.`,
    );
  }
  return new Uint8Array(key);
}

// Written whole beside its place and then linked: a link fails where a file already is, so of several
// processes exactly one wins, and none ever sees half a key.
async function createKey(path: string, key: Uint8Array = randomBytes(keyBytes)): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${prefix}${Buffer.from(key).toString('base64url')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
