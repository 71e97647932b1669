import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ringOf, type KeyRing } from '#platform/sealing';
import { areaOf, sha256Of, type BlobKey } from './blob-key.ts';
import { BlobRefusal } from './blob-refusal.ts';
import type {
  BlobReading,
  BlobSource,
  BlobState,
  BlobStore,
  ByteRange,
  PutOptions,
  StoredBlob,
} from './blob-store.ts';
import { encrypt, keyIdOf, openRestricted } from './restricted.ts';
import type { Shelf } from './shelf.ts';

/**
 * A blob store over a shelf.
 *
 * @param keys derived from the master keys for nothing else: the ring of them, or the only one, of 32
 * bytes. Restricted blobs can be read only with them; losing one loses what is under it.
 */
export function createBlobStore(shelf: Shelf, keys: KeyRing | Uint8Array): BlobStore {
  const ring = keys instanceof Uint8Array ? ringOf(keys) : keys;
  return {
    put: (source, options = {}) => put(shelf, ring, source, options),
    get: (blob, range) =>
      areaOf(blob) === 'plain' ? getPlain(shelf, blob, range) : getSealed(shelf, ring, blob, range),
    has: async (blob) => (await shelf.size(blob)) !== undefined,
    delete: (blob) => shelf.remove(blob),
    list: (prefix = '') => shelf.keys(prefix),
    check: (blob) => check(shelf, blob),
    keyId: async (blob) => (areaOf(blob) === 'plain' ? undefined : keyIdOf(shelf, blob)),
  };
}

async function put(
  shelf: Shelf,
  ring: KeyRing,
  source: BlobSource,
  { restricted = false, expectedSha256, maxBytes = Infinity }: PutOptions,
): Promise<StoredBlob> {
  const bytes = limited(source instanceof Uint8Array ? pieces(source) : source, maxBytes);
  if (!restricted) return shelf.write(bytes, 'plain', expectedSha256);
  const told = { sha256: '', byteLength: 0 };
  const content = measured(bytes, expectedSha256, told);
  const shelved = await shelf.write(encrypt(content, ring), 'restricted');
  return { key: shelved.key, ...told };
}

const pieceBytes = 1024 * 1024;

// In pieces, so that hashing a large array does not hold up everything else.
async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    yield bytes.subarray(start, start + pieceBytes);
  }
}

async function* limited(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let byteLength = 0;
  for await (const chunk of source) {
    byteLength += chunk.length;
    if (byteLength > maxBytes) {
      throw new BlobRefusal({ code: 'blob-too-large', params: { maxBytes } });
    }
    yield chunk;
  }
}

// Throws at the end of the content, which is before the shelf makes anything visible.
async function* measured(
  source: AsyncIterable<Uint8Array>,
  expectedSha256: string | undefined,
  told: { sha256: string; byteLength: number },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of source) {
    hash.update(chunk);
    told.byteLength += chunk.length;
    yield chunk;
  }
  told.sha256 = hash.digest('hex');
  if (expectedSha256 !== undefined && expectedSha256 !== told.sha256) {
    throw new BlobRefusal({ code: 'blob-mismatch' });
  }
}

async function getPlain(
  shelf: Shelf,
  key: BlobKey,
  range?: ByteRange,
): Promise<BlobReading | undefined> {
  const byteLength = await shelf.size(key);
  if (byteLength === undefined) return undefined;
  if (range === undefined) {
    const stored = await shelf.read(key);
    return stored && { byteLength, stream: toReadable(verified(stored, key), stored) };
  }
  const { start, end } = inside(range, byteLength);
  if (start === end) return { byteLength, stream: Readable.from([]) };
  const stream = await shelf.read(key, { start, end });
  return stream && { byteLength, stream };
}

async function getSealed(
  shelf: Shelf,
  ring: KeyRing,
  blob: BlobKey,
  range: ByteRange = { start: 0 },
): Promise<BlobReading | undefined> {
  const opened = await openRestricted(shelf, blob, ring);
  if (opened === undefined) return undefined;
  const byteLength = opened.contentBytes;
  return { byteLength, stream: toReadable(opened.read(inside(range, byteLength))) };
}

function inside(range: ByteRange, byteLength: number): Required<ByteRange> {
  const { start } = range;
  const end = Math.min(range.end ?? byteLength, byteLength);
  const isWhole = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (!isWhole || start < 0 || start > byteLength || end < start) {
    throw new BlobRefusal({ code: 'blob-range', params: { byteLength } });
  }
  return { start, end };
}

// A whole blob is held against its name while it passes: a rotten disk is noticed by who reads.
async function* verified(
  stored: AsyncIterable<Uint8Array>,
  key: BlobKey,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of stored) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256Of(key)) throw new BlobRefusal({ code: 'blob-damaged' });
}

// A generator that was never begun does not run its end, so a stream destroyed unread would leave
// the file under it open.
function toReadable(bytes: AsyncGenerator<Uint8Array>, under?: Readable): Readable {
  const stream = Readable.from(bytes, { objectMode: false });
  if (under !== undefined) stream.once('close', () => under.destroy());
  return stream;
}

async function check(shelf: Shelf, key: BlobKey): Promise<BlobState> {
  const stored = await shelf.read(key);
  if (stored === undefined) return 'missing';
  const hash = createHash('sha256');
  for await (const chunk of stored as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest('hex') === sha256Of(key) ? 'intact' : 'damaged';
}
