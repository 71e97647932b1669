import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { sha256Of, type BlobKey, type Shelf } from '#platform/blobs';
import type { Written } from './archive/write-archive.ts';

// Up to here a blob is read once and held; above it is read twice, the first time only to check it.
const heldBytes = 4 * 1024 * 1024;

/**
 * The members of all blobs, as they lie there: restricted ones stay encrypted. Whatever is listed while
 * the backup runs is taken, also what nothing refers to.
 *
 * @param damaged is told of each that is not what its name says: one rotten file must not keep all
 * others from being saved.
 */
export async function* blobMembers(
  shelf: Shelf,
  damaged: (key: BlobKey) => void,
): AsyncGenerator<Written> {
  for await (const key of shelf.keys('')) {
    const size = await shelf.size(key);
    const sha256 = sha256Of(key);
    const member = { kind: 'blob', key } as const;
    // Erased since it was listed.
    if (size === undefined) continue;
    if (size <= heldBytes) {
      const content = await held(shelf, key);
      if (content === undefined) continue;
      if (hashOf(content) !== sha256) damaged(key);
      else yield { member, sha256, size: content.length, pieces: once(content) };
    } else if (await isIntact(shelf, key, size)) {
      const pieces = await shelf.read(key);
      if (pieces !== undefined) yield { member, sha256, size, pieces };
    } else {
      damaged(key);
    }
  }
}

async function held(shelf: Shelf, key: BlobKey): Promise<Buffer | undefined> {
  const stream = await shelf.read(key);
  return stream && buffer(stream);
}

function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function isIntact(shelf: Shelf, key: BlobKey, size: number): Promise<boolean> {
  const stream: AsyncIterable<Uint8Array> | undefined = await shelf.read(key);
  if (stream === undefined) return true;
  const hash = createHash('sha256');
  let seen = 0;
  for await (const piece of stream) {
    hash.update(piece);
    seen += piece.length;
  }
  return seen === size && hash.digest('hex') === sha256Of(key);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** How many bytes all blobs have. */
export async function sizeOfBlobs(shelf: Shelf): Promise<number> {
  let bytes = 0;
  for await (const key of shelf.keys('')) bytes += (await shelf.size(key)) ?? 0;
  return bytes;
}
