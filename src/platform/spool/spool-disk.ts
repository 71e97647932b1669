import { mkdir, open, rename, rm } from 'node:fs/promises';

/** What a spool asks of a disk. Each resolves when it is done; only `write` and `sync` promise that it lasts. */
export interface SpoolDisk {
  /** Makes a file that is not there, readable by its owner, and has its bytes durable. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Nothing happens where there is none. */
  remove(path: string): Promise<void>;
  /** Has the entries of a folder durable: names made, changed and removed before it was called. */
  sync(folder: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
}

export const nodeDisk: SpoolDisk = {
  async write(path, bytes) {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  remove: (path) => rm(path, { force: true }),
  async sync(folder) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
};

const outOfRoom: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function isOutOfRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && outOfRoom.has(error.code);
}
