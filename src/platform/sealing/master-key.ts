import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { keysOf, ringOf, type KeyRing } from './key-ring.ts';
import { keyBytes } from './sealer.ts';

/** Why a key file cannot be used. The message is for the operator: it names the file and the way out. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  readonly code: 'key-file-exposed' | 'key-file-damaged' | 'key-file-not-a-file';

  constructor(code: KeyFileError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const prefix = 'countersign-master-key-1 ';
const readableByOthers = 0o077;

/**
 * The keys of this instance: read from `path`, or the first one made there at the first start. Everything
 * sealed is lost with them, so they belong in the backup, apart from the data they guard. The file has
 * a key a line, the current one first.
 *
 * Safe when several processes start at once: all end with the same key.
 *
 * @throws KeyFileError when the file is readable by group or others, cut, or no regular file. It is
 * never replaced: a new key would make what the old one sealed unreadable for good.
 */
export async function loadOrCreateKeyRing(path: string): Promise<KeyRing> {
  const present = await readKeys(path);
  if (present !== undefined) return present;
  await createKeys(path, written([randomBytes(keyBytes)]));
  const made = await readKeys(path);
  if (made === undefined) throw new Error('The key file vanished while it was made');
  return made;
}

/**
 * Makes a new key the current one. The others stay until `dropOlderKeys`. No other process may be
 * sealing under the old one meanwhile.
 *
 * @throws KeyFileError as `loadOrCreateKeyRing` does.
 */
export async function addKey(path: string): Promise<KeyRing> {
  const ring = await loadOrCreateKeyRing(path);
  const wider = ringOf(
    new Uint8Array(randomBytes(keyBytes)),
    ...keysOf(ring).map(({ key }) => key),
  );
  await replaceKeys(path, wider);
  return wider;
}

/** Forgets every key but the current one: what is still sealed under another is lost. */
export async function dropOlderKeys(path: string): Promise<KeyRing> {
  const { current } = await loadOrCreateKeyRing(path);
  const ring = ringOf(current.key);
  await replaceKeys(path, ring);
  return ring;
}

/**
 * The keys where there are some already; nothing is made.
 *
 * @throws KeyFileError.
 */
export function findKeyRing(path: string): Promise<KeyRing | undefined> {
  return readKeys(path);
}

/**
 * Puts the keys of a backup in their place. A file that is there stays.
 *
 * @returns whether these keys lie there now.
 * @throws KeyFileError when the file that is there cannot be used.
 */
export async function placeKeyRing(path: string, ring: KeyRing): Promise<boolean> {
  const text = written(keysOf(ring).map(({ key }) => key));
  if ((await readKeys(path)) === undefined) await createKeys(path, text);
  const there = await readKeys(path);
  return there !== undefined && written(keysOf(there).map(({ key }) => key)) === text;
}

async function readKeys(path: string): Promise<KeyRing | undefined> {
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
    return parseKeys(await file.readFile('latin1'), path);
  } finally {
    await file.close();
  }
}

function parseKeys(text: string, path: string): KeyRing {
  const lines = text.endsWith('\n') ? text.slice(0, -1).split('\n') : [text];
  try {
    return ringOf(...lines.map(parseKey));
  } catch (cause) {
    throw new KeyFileError(
      'key-file-damaged',
      `The master key ${path} is cut or damaged. Put it back from the backup; a new key cannot open what this one sealed.`,
      { cause },
    );
  }
}

function parseKey(line: string): Uint8Array {
  const encoded = line.startsWith(prefix) ? line.slice(prefix.length) : '';
  const key = Buffer.from(encoded, 'base64url');
  if (key.length !== keyBytes || key.toString('base64url') !== encoded) {
    throw new RangeError('expected a line with a key');
  }
  return new Uint8Array(key);
}

function written(keys: readonly Uint8Array[]): string {
  return keys.map((key) => `${prefix}${Buffer.from(key).toString('base64url')}\n`).join('');
}

// Written whole beside its place and then linked: a link fails where a file already is, so of several
// processes exactly one wins, and none ever sees half a key.
async function createKeys(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await withDraft(path, text, async (draft) => {
    try {
      await link(draft, path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  });
}

// Renamed over the old file: after a crash there is either the old ring or the new one.
async function replaceKeys(path: string, ring: KeyRing): Promise<void> {
  const keys = keysOf(ring).map(({ key }) => key);
  await withDraft(path, written(keys), (draft) => rename(draft, path));
}

async function withDraft(
  path: string,
  text: string,
  settle: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await settle(draft);
  } finally {
    await rm(draft, { force: true });
  }
  const handle = await open(dirname(path), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
