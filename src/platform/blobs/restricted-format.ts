import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { BlobRefusal } from './blob-refusal.ts';

/**
 * The form of a restricted blob at rest: `CSR1`, then the blob's own random key wrapped under the
 * instance's blob key (12-byte nonce, 32 bytes, 16-byte tag), then the content in chunks of 64 KiB,
 * each AES-256-GCM with nonce = 11-byte big-endian chunk number, then 1 for the last chunk, else 0,
 * and a 16-byte tag. This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as in
 * the payload of age (C2SP age.md v1.1.0): no chunk can be altered, moved, repeated or left out.
 *
 * AES-GCM of the platform instead of age's ChaCha20-Poly1305, because it is the one cipher here with
 * hardware behind it, and any range can be read without the chunks before it.
 */
export const headerBytes = 64;
export const chunkBytes = 64 * 1024;
export const tagBytes = 16;

const magic = Buffer.from('CSR1');
const nonceBytes = 12;
const algorithm = 'aes-256-gcm';

/** A new key for one blob, with the header that holds it wrapped. */
export function newBlobKey(instanceKey: Uint8Array): { key: Uint8Array; header: Uint8Array } {
  const key = randomBytes(32);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, instanceKey, nonce).setAAD(magic);
  const wrapped = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { key, header: Buffer.concat([magic, nonce, wrapped]) };
}

/** @throws BlobRefusal `blob-damaged` when it is no header, or one of another instance. */
export function unwrapBlobKey(instanceKey: Uint8Array, header: Uint8Array): Uint8Array {
  const bytes = Buffer.from(header);
  if (bytes.length !== headerBytes || !bytes.subarray(0, magic.length).equals(magic)) {
    throw new BlobRefusal({ code: 'blob-damaged' });
  }
  const nonce = bytes.subarray(magic.length, magic.length + nonceBytes);
  return openGcm(instanceKey, nonce, bytes.subarray(magic.length + nonceBytes), magic);
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
export function layoutOf(storedBytes: number): Layout {
  const body = storedBytes - headerBytes;
  const chunks = Math.ceil(body / (chunkBytes + tagBytes));
  const contentBytes = body - chunks * tagBytes;
  // Only empty content has an empty last chunk.
  const least = chunks === 1 ? 0 : (chunks - 1) * chunkBytes + 1;
  if (chunks < 1 || contentBytes < least) throw new BlobRefusal({ code: 'blob-damaged' });
  return { chunks, contentBytes };
}

/** Where a chunk begins in the stored bytes. */
export function chunkOffset(index: number): number {
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
