import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Written } from './archive/write-archive.ts';
import { isLeftOutOfLog } from './declared.ts';
import { syncFolder } from './output-file.ts';

/**
 * The files of the log, in the order of their paths. Read after the rows: what the rows say was
 * sequenced is then in the tiles, or can be written into them again.
 */
export async function* logMembers(folder: string): AsyncGenerator<Written> {
  for (const file of await listFiles(folder)) {
    const content = await unlessMissing(readFile(path.join(folder, file)));
    if (content !== undefined) yield { member: { kind: 'log', path: file }, content };
  }
}

/** Whether anything of a log lies in the folder. */
export async function holdsLog(folder: string): Promise<boolean> {
  return (await listFiles(folder)).length > 0;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await unlessMissing(readdir(folder, { recursive: true, withFileTypes: true }));
  return (entries ?? [])
    .filter((entry) => entry.isFile() && !isLeftOutOfLog(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** Files of a log on their way back, beside their place until all of them are there. */
export interface LogRestore {
  add(file: string, pieces: AsyncIterable<Uint8Array>): Promise<void>;
  /** Puts them in their place. */
  keep(): Promise<void>;
  /** Takes all of them away again, wherever they are. */
  discard(): Promise<void>;
}

/** @param folder holds no log. */
export async function beginLogRestore(folder: string): Promise<LogRestore> {
  const draft = `${folder}.restoring`;
  // What a killed one left is of another backup.
  await rm(draft, { recursive: true, force: true });
  const placed: string[] = [];
  return {
    async add(file, pieces) {
      const place = path.join(draft, file);
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      const handle = await open(place, 'w', 0o600);
      try {
        for await (const piece of pieces) await handle.writeFile(piece);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    async keep() {
      const entries = (await unlessMissing(readdir(draft))) ?? [];
      if (entries.length === 0) return;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const entry of entries) {
        placed.push(path.join(folder, entry));
        await rename(path.join(draft, entry), path.join(folder, entry));
      }
      await syncFolder(folder);
      await syncFolder(path.dirname(folder));
      await rm(draft, { recursive: true, force: true });
    },
    async discard() {
      for (const place of [draft, ...placed]) await rm(place, { recursive: true, force: true });
    },
  };
}

async function unlessMissing<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
