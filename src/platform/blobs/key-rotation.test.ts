import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ringOf } from '#platform/sealing';
import { blobKey } from './blob-key.ts';
import { createBlobStore, openDiskShelf, type BlobKey, type BlobStore } from './index.ts';
import { sealChunk } from './restricted-format.ts';

const first = new Uint8Array(32).fill(1);
const second = new Uint8Array(32).fill(2);
const secret = Buffer.from('the name of a witness');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rotation-'));
});
afterEach(() => rm(folder, { recursive: true }));

const storeWith = async (...keys: readonly Uint8Array[]): Promise<BlobStore> =>
  createBlobStore(await openDiskShelf(folder), ringOf(...keys));

async function read(store: BlobStore, key: BlobKey): Promise<Buffer> {
  const reading = await store.get(key);
  if (reading === undefined) throw new Error('expected the blob to be there');
  return buffer(reading.stream);
}

test('a restricted blob says under which key it is, and opens while that key is in the ring', async () => {
  const { key } = await (await storeWith(first)).put(secret, { restricted: true });
  const both = await storeWith(second, first);
  expect(await both.keyId(key)).toBe(ringOf(first).current.id);
  expect((await read(both, key)).equals(secret)).toBe(true);
  const anew = await both.put(secret, { restricted: true });
  expect(await both.keyId(anew.key)).toBe(ringOf(second).current.id);
  const later = await storeWith(second);
  expect((await read(later, anew.key)).equals(secret)).toBe(true);
  await expect(read(later, key)).rejects.toMatchObject({ code: 'blob-damaged' });
});

test('a plain blob is under no key', async () => {
  const store = await storeWith(first);
  const { key } = await store.put(secret);
  expect(await store.keyId(key)).toBeUndefined();
});

test('the id of the key cannot be exchanged', async () => {
  const { key } = await (await storeWith(first)).put(secret, { restricted: true });
  const path = join(folder, key);
  const bytes = await readFile(path);
  Buffer.from(ringOf(second).current.id, 'hex').copy(bytes, 4);
  await writeFile(path, bytes);
  await expect(read(await storeWith(second, first), key)).rejects.toMatchObject({
    code: 'blob-damaged',
  });
});

/** A blob as it was written before keys had ids. */
async function putUnnamed(master: Uint8Array): Promise<BlobKey> {
  const [own, nonce] = [randomBytes(32), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from('CSR1'));
  const wrapped = Buffer.concat([cipher.update(own), cipher.final(), cipher.getAuthTag()]);
  const bytes = Buffer.concat([
    Buffer.from('CSR1'),
    nonce,
    wrapped,
    sealChunk(own, 0, true, secret),
  ]);
  const key = blobKey('restricted', createHash('sha256').update(bytes).digest('hex'));
  await mkdir(dirname(join(folder, key)), { recursive: true });
  await writeFile(join(folder, key), bytes);
  return key;
}

test('a blob from before keys had ids opens with any key of the ring', async () => {
  const key = await putUnnamed(first);
  const both = await storeWith(second, first);
  expect((await read(both, key)).equals(secret)).toBe(true);
  expect(await both.keyId(key)).toBeUndefined();
  expect(await both.check(key)).toBe('intact');
  await expect(read(await storeWith(second), key)).rejects.toMatchObject({ code: 'blob-damaged' });
});
