import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes the entries of a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Creates a file, whole and durable, for its owner only. A file that is already there stays as it is:
 * of several processes exactly one wins, and none ever sees half of it.
 */
export async function createDurably(path: string, content: string): Promise<void> {
  await withDraft(path, content, async (draft) => {
    try {
      await link(draft, path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  });
}

/** Replaces a file whole and durably: whoever reads it sees the old or the new content. */
export async function replaceDurably(path: string, content: string | Uint8Array): Promise<void> {
  await withDraft(path, content, (draft) => rename(draft, path));
}

async function withDraft(
  path: string,
  content: string | Uint8Array,
  settle: (draft: string) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await settle(draft);
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
}
