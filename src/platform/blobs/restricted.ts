import type { Readable } from 'node:stream';
import type { KeyRing } from '#platform/sealing';
import type { BlobKey } from './blob-key.ts';
import { BlobRefusal } from './blob-refusal.ts';
import type { ByteRange } from './blob-store.ts';
import { rechunk } from './rechunk.ts';
import {
  chunkBytes,
  chunkOffset,
  headerAtMost,
  layoutOf,
  newBlobKey,
  openChunk,
  readHeader,
  sealChunk,
  tagBytes,
  unwrapBlobKey,
  type Header,
} from './restricted-format.ts';
import type { Shelf } from './shelf.ts';

// Half a megabyte for one write: single chunks would spend more time in going to the disk than there.
const chunksAtOnce = 8;

/** The content as it will lie in the store. No plain byte leaves this process. */
export async function* encrypt(
  content: AsyncIterable<Uint8Array>,
  ring: KeyRing,
): AsyncGenerator<Uint8Array> {
  const { key, header } = newBlobKey(ring);
  let sealed = [header];
  let index = 0;
  for await (const { bytes, isLast } of rechunk(content, chunkBytes)) {
    sealed.push(sealChunk(key, index, isLast, bytes));
    index += 1;
    if (isLast || sealed.length === chunksAtOnce) {
      yield Buffer.concat(sealed);
      sealed = [];
    }
  }
}

/** A restricted blob whose header has been read. */
export interface OpenedBlob {
  readonly contentBytes: number;
  /** Id of the master key it is under; undefined where it does not say. */
  readonly keyId: string | undefined;
  /** The content of a range that lies inside, decrypted as it is read. */
  read(range: Required<ByteRange>): AsyncGenerator<Uint8Array>;
}

/**
 * @returns undefined when it is not there.
 * @throws BlobRefusal `blob-damaged` when header or length cannot be right.
 */
export async function openRestricted(
  shelf: Shelf,
  key: BlobKey,
  ring: KeyRing,
): Promise<OpenedBlob | undefined> {
  const storedBytes = await shelf.size(key);
  if (storedBytes === undefined) return undefined;
  const header = await headerOf(shelf, key, storedBytes);
  const { chunks, contentBytes } = layoutOf(storedBytes, header.length);
  const secret = unwrapBlobKey(ring, header);
  const offsetOf = (index: number): number => chunkOffset(index, header.length);
  const sealedEnd = (index: number): number => Math.min(offsetOf(index + 1), storedBytes);
  const openLast = async (): Promise<void> => {
    const last = chunks - 1;
    const range = { start: offsetOf(last), end: storedBytes };
    openChunk(secret, last, true, await readWhole(shelf, key, range));
  };
  async function* read({ start, end }: Required<ByteRange>): AsyncGenerator<Uint8Array> {
    if (start === end) {
      await openLast();
      return;
    }
    const first = Math.floor(start / chunkBytes);
    const last = Math.ceil(end / chunkBytes) - 1;
    // Only the last chunk vouches for the length: a blob cut at a chunk's border looks whole before it.
    if (last < chunks - 1) await openLast();
    const range = { start: offsetOf(first), end: sealedEnd(last) };
    const stored = await present(shelf.read(key, range));
    let index = first;
    for await (const { bytes } of rechunk(stored, chunkBytes + tagBytes)) {
      const plain = openChunk(secret, index, index === chunks - 1, bytes);
      const from = index * chunkBytes;
      yield plain.subarray(Math.max(0, start - from), Math.max(0, end - from));
      index += 1;
    }
    if (index !== last + 1) throw new BlobRefusal({ code: 'blob-damaged' });
  }
  return { contentBytes, keyId: header.keyId, read };
}

/**
 * The id of the master key a restricted blob is under, as it says itself; undefined where it does not.
 *
 * @throws BlobRefusal `blob-damaged`, also when it is not there.
 */
export async function keyIdOf(shelf: Shelf, key: BlobKey): Promise<string | undefined> {
  const storedBytes = await shelf.size(key);
  if (storedBytes === undefined) throw new BlobRefusal({ code: 'blob-damaged' });
  return (await headerOf(shelf, key, storedBytes)).keyId;
}

async function headerOf(shelf: Shelf, key: BlobKey, storedBytes: number): Promise<Header> {
  return readHeader(
    await readWhole(shelf, key, { start: 0, end: Math.min(headerAtMost, storedBytes) }),
  );
}

async function readWhole(
  shelf: Shelf,
  key: BlobKey,
  range: Required<ByteRange>,
): Promise<Uint8Array> {
  return Buffer.concat(await (await present(shelf.read(key, range))).toArray());
}

// It was there when its size was asked: deleted in between is as good as cut off.
async function present(reading: Promise<Readable | undefined>): Promise<Readable> {
  const stream = await reading;
  if (stream === undefined) throw new BlobRefusal({ code: 'blob-damaged' });
  return stream;
}
