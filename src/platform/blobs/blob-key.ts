/**
 * Where a blob lies: `ab/cd/abcd…` from the SHA-256 of the bytes that are stored. Blobs stored
 * encrypted lie under `restricted/` and are named by the hash of the ciphertext, so that a name
 * tells nobody which document it is. The area is in the name, not in the bytes: an uploaded file
 * that looks like ciphertext is still only a file.
 */
export type BlobKey = string & { readonly [brand]: 'BlobKey' };
declare const brand: unique symbol;

export type BlobArea = 'plain' | 'restricted';

const restrictedFolder = 'restricted/';
const pattern = /^(?:restricted\/)?([0-9a-f]{2})\/([0-9a-f]{2})\/(\1\2[0-9a-f]{60})$/u;

/** @param sha256 of the stored bytes, 64 lower-case hexadecimal digits. */
export function blobKey(area: BlobArea, sha256: string): BlobKey {
  const folder = area === 'restricted' ? restrictedFolder : '';
  return parseBlobKey(`${folder}${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`);
}

/**
 * Keys become file names: nothing but a well-formed one may pass.
 *
 * @throws RangeError when the text is no key.
 */
export function parseBlobKey(text: string): BlobKey {
  if (!pattern.test(text)) throw new RangeError('"key" expected a blob key');
  return text as BlobKey;
}

export function isBlobKey(text: string): text is BlobKey {
  return pattern.test(text);
}

export function areaOf(key: BlobKey): BlobArea {
  return key.startsWith(restrictedFolder) ? 'restricted' : 'plain';
}

/** The SHA-256 the stored bytes must have. */
export function sha256Of(key: BlobKey): string {
  return key.slice(-64);
}
