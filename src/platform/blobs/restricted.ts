import type { Readable } from 'node:stream';
import type { BlobKey } from './blob-key.ts';
import { BlobRefusal } from './blob-refusal.ts';
import type { ByteRange } from './blob-store.ts';
import { rechunk } from './rechunk.ts';
import {
  chunkBytes,
  chunkOffset,
  headerBytes,
  layoutOf,
  newBlobKey,
  openChunk,
  sealChunk,
  tagBytes,
  unwrapBlobKey,
} from './restricted-format.ts';
import type { Shelf } from './shelf.ts';

// Half a megabyte for one write: single chunks would spend more time in going to the disk than there.
const chunksAtOnce = 8;

/** The content as it will lie in the store. No plain byte leaves this process. */
export async function* encrypt(
  content: AsyncIterable<Uint8Array>,
  instanceKey: Uint8Array,
): AsyncGenerator<Uint8Array> {
  const { key, header } = newBlobKey(instanceKey);
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
  instanceKey: Uint8Array,
): Promise<OpenedBlob | undefined> {
  const storedBytes = await shelf.size(key);
  if (storedBytes === undefined) return undefined;
  const { chunks, contentBytes } = layoutOf(storedBytes);
  const header = await readWhole(shelf, key, { start: 0, end: headerBytes });
  const secret = unwrapBlobKey(instanceKey, header);
  const sealedEnd = (index: number): number => Math.min(chunkOffset(index + 1), storedBytes);
  const openLast = async (): Promise<void> => {
    const last = chunks - 1;
    const range = { start: chunkOffset(last), end: storedBytes };
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
    const range = { start: chunkOffset(first), end: sealedEnd(last) };
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
  return { contentBytes, read };
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
