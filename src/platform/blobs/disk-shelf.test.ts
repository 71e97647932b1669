import { spawnSync } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { describeBlobStore, sample, type BlobStoreUnderTest } from './blob-store.conformance.ts';
import { createBlobStore, openDiskShelf } from './index.ts';

const restrictedKey = Uint8Array.from({ length: 32 }, (_, index) => index);

async function openOnDisk(): Promise<BlobStoreUnderTest & { readonly root: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'blobs-'));
  const root = join(folder, 'blobs');
  const store = createBlobStore(await openDiskShelf(root), restrictedKey);
  return {
    root,
    store,
    tamper: async (key, change) => {
      const path = join(root, key);
      await writeFile(path, change(await readFile(path)));
    },
    stored: (key) => readFile(join(root, key)),
    countFiles: async () => {
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).length;
    },
    close: () => rm(folder, { recursive: true }),
  };
}

describeBlobStore('on disk', openOnDisk);

test('only the owner can read what is stored', async () => {
  const { root, store, close } = await openOnDisk();
  const { key } = await store.put(sample(10));
  expect((await stat(join(root, key))).mode & 0o777).toBe(0o600);
  for (const folder of ['', 'drafts', key.slice(0, 2), key.slice(0, 5)]) {
    expect((await stat(join(root, folder))).mode & 0o777).toBe(0o700);
  }
  await close();
});

test('a damaged blob is mended by putting it again', async () => {
  const { store, tamper, close } = await openOnDisk();
  const { key } = await store.put(sample(10));
  await tamper(key, () => Buffer.of(1));
  await store.put(sample(10));
  expect(await store.check(key)).toBe('intact');
  await close();
});

test('the disk filling up is told as such and leaves nothing', async () => {
  const { root, store, countFiles, close } = await openOnDisk();
  const probe = await open(join(root, 'drafts'), 'r');
  const prototype: typeof probe = Object.getPrototypeOf(probe);
  await probe.close();
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  // Room for part of the first write: the rest must be tried, and then refused.
  const write = vi.spyOn(prototype, 'write').mockRejectedValueOnce(full);
  await expect(store.put(sample(100_000))).rejects.toMatchObject({ code: 'blob-full' });
  const sync = vi.spyOn(prototype, 'datasync').mockRejectedValueOnce(full);
  await expect(store.put(sample(100_000))).rejects.toMatchObject({ code: 'blob-full' });
  write.mockRestore();
  sync.mockRestore();
  expect(await countFiles()).toBe(0);
  await store.put(sample(100_000));
  await close();
});

test('a write that takes only part of the bytes is gone on with', async () => {
  const { root, store, stored, close } = await openOnDisk();
  const probe = await open(join(root, 'drafts'), 'r');
  const prototype: typeof probe = Object.getPrototypeOf(probe);
  await probe.close();
  // eslint-disable-next-line typescript/unbound-method -- applied to the file it is called on
  const { write } = prototype as {
    write: (bytes: Buffer, from: number, length: number) => unknown;
  };
  const spy = vi.spyOn(prototype, 'write').mockImplementation(function part(
    this: typeof probe,
    bytes: Buffer,
    from: number,
  ) {
    return Reflect.apply(write, this, [bytes, from, Math.min(7, bytes.length - from)]);
  } as never);
  const { key } = await store.put(sample(100));
  spy.mockRestore();
  expect((await stored(key)).equals(sample(100))).toBe(true);
  await close();
});

test('drafts of processes that are gone are removed at the next start, living ones kept', async () => {
  const { root, store, close } = await openOnDisk();
  const drafts = join(root, 'drafts');
  const own = Promise.withResolvers<string>();
  const release = Promise.withResolvers<void>();
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield sample(10);
    own.resolve((await readdir(drafts))[0] ?? '');
    await release.promise;
  }
  const put = store.put(slow());
  const living = await own.promise;
  const [host, pid, born] = living.split('-');
  const { pid: gone } = spawnSync(process.execPath, ['--version']);
  const dead = [
    `${host}-${gone}-5-aa`,
    `${host}-${pid}-${Number(born) - 1}-bb`,
    'elsewhere-1-1-cc',
  ];
  const foreign = 'elsewhere-1-1-dd';
  for (const name of [...dead, foreign]) await writeFile(join(drafts, name), 'half');
  await utimes(join(drafts, 'elsewhere-1-1-cc'), 0, 0);
  await openDiskShelf(root);
  expect((await readdir(drafts)).toSorted()).toEqual([living, foreign].toSorted());
  release.resolve();
  expect(await store.has((await put).key)).toBe(true);
  await close();
});
