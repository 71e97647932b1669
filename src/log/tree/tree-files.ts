import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '@countersign/countersigner/node';
import { settleAll } from './settle-all.ts';

/** A file of the tree by its path in the log (C2SP tlog-tiles): `tile/0/x001/234`, `tile/entries/000.p/5`. */
export interface TreeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Where tiles and bundles lie: a folder, later a bucket. It is not trusted. */
export interface TreeFiles {
  /** Durable and each whole when it resolves. A file that is there is replaced by the same bytes. */
  write(files: readonly TreeFile[]): Promise<void>;
  /** @returns undefined when it is not there. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Removes partial files of a tile that is full by now. Best effort. */
  removePartials(path: string): Promise<void>;
  /** Names of the files in a folder; none when it is not there. */
  names(folder: string): Promise<string[]>;
  /** Removes a file that nobody needs any more. */
  remove(path: string): Promise<void>;
}

/** The tree in a folder. Files are written beside their place, made durable and renamed. */
export function openTreeFolder(root: string): TreeFiles {
  const settled = new Set<string>();
  return {
    async write(files) {
      const folders = new Set(files.map(({ path }) => dirname(join(root, path))));
      for (const folder of folders) await settleFolder(folder, root, settled);
      // All at once: the disk makes many small files durable in about the time of one.
      for (let at = 0; at < files.length; at += 64) {
        await settleAll(files.slice(at, at + 64).map((file) => writeFile(root, file)));
      }
      await Promise.all([...folders].map(syncFolder));
    },
    async read(path) {
      try {
        return await readFile(join(root, path));
      } catch (error) {
        if (error instanceof Error && 'code' in error && isAbsent(error.code)) return undefined;
        throw error;
      }
    },
    removePartials: (path) => rm(join(root, `${path}.p`), { recursive: true, force: true }),
    async names(folder) {
      const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(
        (error: unknown) => {
          if (error instanceof Error && 'code' in error && isAbsent(error.code)) return [];
          throw error;
        },
      );
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    },
    remove: (path) => rm(join(root, path), { force: true }),
  };
}

function isAbsent(code: unknown): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

async function writeFile(root: string, { path, bytes }: TreeFile): Promise<void> {
  const target = join(root, path);
  const draft = `${target}.${randomBytes(6).toString('hex')}.draft`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

// The entries of new folders must be durable too, up to the root.
async function settleFolder(folder: string, root: string, settled: Set<string>): Promise<void> {
  if (settled.has(folder)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (let at = folder; at.length >= root.length && !settled.has(at); at = dirname(at)) {
    await syncFolder(dirname(at));
    settled.add(at);
  }
}

/** Removes what writing left behind when it was interrupted. */
export async function sweepTreeDrafts(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.endsWith('.draft')) await rm(join(root, entry), { force: true });
  }
}
