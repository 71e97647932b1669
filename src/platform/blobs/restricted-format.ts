import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyIdBytes, keysOf, type KeyRing } from '#platform/sealing';
import { BlobRefusal } from './blob-refusal.ts';

/**
 * The form of a restricted blob at rest: `CSR2`, the id of the master key (8 bytes), then the blob's own
 * random key wrapped under the blob key derived from it (12-byte nonce, 32 bytes, 16-byte tag; what
 * stands before is authenticated), then the content in chunks of 64 KiB,
 * each AES-256-GCM with nonce = 11-byte big-endian chunk number, then 1 for the last chunk, else 0,
 * and a 16-byte tag. This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as in
 * the payload of age (C2SP age.md v1.1.0): no chunk can be altered, moved, repeated or left out.
 *
 * AES-GCM of the platform instead of age's ChaCha20-Poly1305, because it is the one cipher here with
 * hardware behind it, and any range can be read without the chunks before it.
 *
 * Blobs from before keys had ids begin with `CSR1` and lack the id.
 */
export const chunkBytes = 64 * 1024;
export const tagBytes = 16;

const magic = Buffer.from('CSR2');
const unnamedMagic = Buffer.from('CSR1');
const wrappedBytes = 12 + 32 + tagBytes;
/** Of the longer header: enough to read either. */
export const headerAtMost = magic.length + keyIdBytes + wrappedBytes;
const nonceBytes = 12;
const algorithm = 'aes-256-gcm';

/** A new key for one blob, with the header that holds it wrapped under the current key. */
export function newBlobKey({ current }: KeyRing): { key: Uint8Array; header: Uint8Array } {
  const key = randomBytes(32);
  const nonce = randomBytes(nonceBytes);
  const bound = Buffer.concat([magic, Buffer.from(current.id, 'hex')]);
  const cipher = createCipheriv(algorithm, current.key, nonce).setAAD(bound);
  const wrapped = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { key, header: Buffer.concat([bound, nonce, wrapped]) };
}

/** What the beginning of a restricted blob says. */
export interface Header {
  /** Length in bytes. */
  readonly length: number;
  /** Id of the master key; undefined in blobs from before keys had one. */
  readonly keyId: string | undefined;
  /** Authenticated with the wrapped key. */
  readonly bound: Uint8Array;
  readonly nonce: Uint8Array;
  readonly wrapped: Uint8Array;
}

/**
 * @param start the first `headerAtMost` bytes of a blob, or all of a shorter one.
 * @throws BlobRefusal `blob-damaged` when it is no header.
 */
export function readHeader(start: Uint8Array): Header {
  const bytes = Buffer.from(start);
  const begins = bytes.subarray(0, magic.length);
  const isNamed = begins.equals(magic);
  const boundLength = magic.length + (isNamed ? keyIdBytes : 0);
  const length = boundLength + wrappedBytes;
  if ((!isNamed && !begins.equals(unnamedMagic)) || bytes.length < length) {
    throw new BlobRefusal({ code: 'blob-damaged' });
  }
  return {
    length,
    keyId: isNamed ? bytes.toString('hex', magic.length, boundLength) : undefined,
    bound: bytes.subarray(0, boundLength),
    nonce: bytes.subarray(boundLength, boundLength + nonceBytes),
    wrapped: bytes.subarray(boundLength + nonceBytes, length),
  };
}

/** @throws BlobRefusal `blob-damaged` when no key of the ring opens it. */
export function unwrapBlobKey(ring: KeyRing, header: Header): Uint8Array {
  const fitting = keysOf(ring).filter(
    ({ id }) => header.keyId === undefined || id === header.keyId,
  );
  let refusal = new BlobRefusal({ code: 'blob-damaged' });
  for (const { key } of fitting) {
    try {
      return openGcm(key, header.nonce, header.wrapped, header.bound);
    } catch (error) {
      if (!(error instanceof BlobRefusal)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

export function sealChunk(
  key: Uint8Array,
  index: number,
  isLast: boolean,
  plain: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv(algorithm, key, chunkNonce(index, isLast));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws BlobRefusal `blob-damaged` when it is not this chunk of this blob. */
export function openChunk(
  key: Uint8Array,
  index: number,
  isLast: boolean,
  sealed: Uint8Array,
): Uint8Array {
  return openGcm(key, chunkNonce(index, isLast), sealed);
}

/** How content lies in chunks, told from the stored length alone. */
export interface Layout {
  readonly chunks: number;
  readonly contentBytes: number;
}

/** @throws BlobRefusal `blob-damaged` on a length that no content leads to. */
export function layoutOf(storedBytes: number, headerBytes: number): Layout {
  const body = storedBytes - headerBytes;
  const chunks = Math.ceil(body / (chunkBytes + tagBytes));
  const contentBytes = body - chunks * tagBytes;
  // Only empty content has an empty last chunk.
  const least = chunks === 1 ? 0 : (chunks - 1) * chunkBytes + 1;
  if (chunks < 1 || contentBytes < least) throw new BlobRefusal({ code: 'blob-damaged' });
  return { chunks, contentBytes };
}

/** Where a chunk begins in the stored bytes. */
export function chunkOffset(index: number, headerBytes: number): number {
  return headerBytes + index * (chunkBytes + tagBytes);
}

// The key is used for one blob only, so counting cannot repeat a nonce.
function chunkNonce(index: number, isLast: boolean): Uint8Array {
  const nonce = Buffer.alloc(nonceBytes);
  nonce.writeUIntBE(index, 5, 6);
  nonce[nonceBytes - 1] = isLast ? 1 : 0;
  return nonce;
}

function openGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  bound?: Uint8Array,
): Uint8Array {
  if (sealed.length < tagBytes) throw new BlobRefusal({ code: 'blob-damaged' });
  const decipher = createDecipheriv(algorithm, key, nonce);
  if (bound !== undefined) decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    const plain = decipher.update(sealed.subarray(0, -tagBytes));
    return Buffer.concat([plain, decipher.final()]);
  } catch (error) {
    throw new BlobRefusal({ code: 'blob-damaged' }, { cause: error });
  }
}
