import { randomBytes } from 'node:crypto';
import { access, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { refuse } from './backup-refusal.ts';

/** A file that appears under its name whole and durable, or not at all. */
export interface OutputFile {
  /** @returns how many bytes were written. @throws BackupRefusal `backup-no-room`. */
  write(bytes: AsyncIterable<Uint8Array>): Promise<number>;
  /** Makes it appear. */
  keep(): Promise<void>;
  /** Removes what was written, unless it was kept. Safe at any moment. */
  discard(): Promise<void>;
}

/**
 * A file to be written, readable by its owner only. Until it is kept it is called `NAME.partial-…`; a
 * process that is killed leaves that. Nothing is made before it is written.
 *
 * @throws BackupRefusal `backup-file-exists`; `backup-file-unwritable` when it is written.
 */
export async function prepareFile(place: string): Promise<OutputFile> {
  const whole = path.resolve(place);
  if (await isThere(whole)) refuse('backup-file-exists', { file: place });
  const draft = `${whole}.partial-${randomBytes(4).toString('hex')}`;
  let opening: Promise<FileHandle> | undefined;
  let isKept = false;
  const begin = () =>
    (opening ??= open(draft, 'wx', 0o600).catch((error: unknown) =>
      refuse('backup-file-unwritable', { file: place }, error),
    ));
  return {
    async write(bytes) {
      const file = await begin();
      try {
        return await writeAll(file, bytes);
      } catch (error) {
        if (isOutOfRoom(error)) refuse('backup-no-room', { file: place }, error);
        throw error;
      }
    },
    async keep() {
      const file = await begin();
      await file.sync();
      await file.close();
      // Another one may have come under this name meanwhile, and is not written over.
      if (await isThere(whole)) refuse('backup-file-exists', { file: place });
      await rename(draft, whole);
      isKept = true;
      await syncFolder(path.dirname(whole));
    },
    async discard() {
      const file = await opening?.catch(() => undefined);
      if (file === undefined || isKept) return;
      await rm(draft, { force: true });
      await file.close().catch(() => {});
    },
  };
}

/** Makes the entries of a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

// EFBIG: a stick formatted as FAT takes no file of 4 GiB.
const outOfRoom: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether a disk had no room for what was written to it. */
export function isOutOfRoom(error: unknown): boolean {
  return outOfRoom.has(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

// Small pieces (headers, padding) are gathered: a system call for each would cost more than writing.
const gatherBytes = 1024 * 1024;

async function writeAll(file: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  let gathered: Uint8Array[] = [];
  let waiting = 0;
  let written = 0;
  const flush = async () => {
    await writeWhole(file, gathered);
    written += waiting;
    gathered = [];
    waiting = 0;
  };
  for await (const piece of bytes) {
    gathered.push(piece);
    waiting += piece.length;
    if (waiting >= gatherBytes) await flush();
  }
  await flush();
  return written;
}

// A write may take only part of what it is given, when the disk is nearly full for instance.
async function writeWhole(file: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  let left = pieces.filter((piece) => piece.length > 0);
  while (left.length > 0) {
    let { bytesWritten } = await file.writev(left);
    const next: Uint8Array[] = [];
    for (const piece of left) {
      const taken = Math.min(piece.length, bytesWritten);
      bytesWritten -= taken;
      if (taken < piece.length) next.push(piece.subarray(taken));
    }
    left = next;
  }
}
