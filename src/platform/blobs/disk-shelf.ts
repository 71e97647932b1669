import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { blobKey, isBlobKey, type BlobArea, type BlobKey } from './blob-key.ts';
import { BlobRefusal } from './blob-refusal.ts';
import type { ByteRange } from './blob-store.ts';
import { draftName, sweepDrafts } from './drafts.ts';
import type { Shelf, Shelved } from './shelf.ts';

const draftsFolder = 'drafts';
const readAhead = 256 * 1024;

/**
 * Blobs in a folder, readable by its owner only. A blob is written beside its place, made durable and
 * then renamed, so that a crash leaves either all of it or a draft, which the next start removes.
 *
 * @param root is made if it is not there. Several processes may share it.
 */
export async function openDiskShelf(root: string): Promise<Shelf> {
  const drafts = join(root, draftsFolder);
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  await syncFolder(dirname(root));
  await sweepDrafts(drafts);
  // Folders whose own entry this process knows to be durable.
  const settled = new Set<string>([root]);
  const pathOf = (key: BlobKey): string => join(root, key);
  return {
    write: (source, area, expectedSha256) =>
      write({ root, drafts, settled }, source, area, expectedSha256),
    read: (key, range) => read(pathOf(key), range),
    size: async (key) => (await unlessMissing(stat(pathOf(key))))?.size,
    remove: (key) => remove(pathOf(key)),
    keys: (prefix) => walk(root, '', prefix),
  };
}

interface Place {
  readonly root: string;
  readonly drafts: string;
  readonly settled: Set<string>;
}

async function write(
  place: Place,
  source: AsyncIterable<Uint8Array>,
  area: BlobArea,
  expectedSha256: string | undefined,
): Promise<Shelved> {
  const draft = join(place.drafts, await draftName());
  try {
    const { sha256, byteLength } = await writeDraft(draft, source);
    if (expectedSha256 !== undefined && expectedSha256 !== sha256) {
      throw new BlobRefusal({ code: 'blob-mismatch' });
    }
    const key = blobKey(area, sha256);
    await settle(place, draft, join(place.root, key));
    return { key, sha256, byteLength };
  } catch (error) {
    await rm(draft, { force: true });
    throw isOutOfRoom(error) ? new BlobRefusal({ code: 'blob-full' }, { cause: error }) : error;
  }
}

async function writeDraft(
  path: string,
  source: AsyncIterable<Uint8Array>,
): Promise<{ sha256: string; byteLength: number }> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let byteLength = 0;
    for await (const chunk of source) {
      hash.update(chunk);
      await writeWhole(file, chunk);
      byteLength += chunk.length;
    }
    await file.datasync();
    return { sha256: hash.digest('hex'), byteLength };
  } finally {
    await file.close();
  }
}

// A write may take only part of what it is given, when the disk is nearly full for instance.
async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written);
    written += bytesWritten;
  }
}

// Renamed even when the blob is already there: the bytes are equal, and a damaged one is mended.
async function settle(place: Place, draft: string, path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(draft, path);
  await syncFolder(folder);
  // The entries of new folders must be durable too. Another process may have made them and not yet
  // got as far, so each process settles a folder once for itself.
  let above = folder;
  while (!place.settled.has(above)) {
    await syncFolder(dirname(above));
    place.settled.add(above);
    above = dirname(above);
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function read(path: string, range?: Required<ByteRange>): Promise<Readable | undefined> {
  const file = await unlessMissing(open(path, 'r'));
  if (range === undefined) return file?.createReadStream({ highWaterMark: readAhead });
  const { start, end } = range;
  // createReadStream counts its end inclusively and so cannot express nothing at all.
  if (start === end) {
    await file?.close();
    return undefined;
  }
  return file?.createReadStream({ start, end: end - 1, highWaterMark: readAhead });
}

async function remove(path: string): Promise<boolean> {
  const found = await unlessMissing(stat(path));
  if (found === undefined) return false;
  await rm(path, { force: true });
  await syncFolder(dirname(path));
  return true;
}

async function* walk(root: string, folder: string, prefix: string): AsyncGenerator<BlobKey> {
  const entries = await unlessMissing(readdir(join(root, folder), { withFileTypes: true }));
  const ordered = (entries ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of ordered) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) {
      const below = `${path}/`;
      const isOnTheWay = below.startsWith(prefix) || prefix.startsWith(below);
      if (isOnTheWay && path !== draftsFolder) yield* walk(root, below, prefix);
    } else if (path.startsWith(prefix) && isBlobKey(path)) {
      yield path;
    }
  }
}

async function unlessMissing<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const outOfRoom: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function isOutOfRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && outOfRoom.has(error.code);
}
