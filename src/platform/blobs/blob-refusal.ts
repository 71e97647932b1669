import { Refusal } from '#platform/errors';

/**
 * - `blob-too-large`: more bytes than allowed.
 * - `blob-mismatch`: the bytes are not those that were announced.
 * - `blob-full`: the store has no room left; nothing was kept.
 * - `blob-range`: the range lies outside the blob.
 * - `blob-damaged`: what is stored is not what was put there.
 */
export type BlobRefusalCode =
  | 'blob-too-large'
  | 'blob-mismatch'
  | 'blob-full'
  | 'blob-range'
  | 'blob-damaged';

export class BlobRefusal extends Refusal<BlobRefusalCode> {
  override readonly name = 'BlobRefusal';
}
