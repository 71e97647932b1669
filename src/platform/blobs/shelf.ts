import type { Readable } from 'node:stream';
import type { BlobArea, BlobKey } from './blob-key.ts';
import type { ByteRange } from './blob-store.ts';

/** What was written, as it lies there. */
export interface Shelved {
  readonly key: BlobKey;
  readonly sha256: string;
  readonly byteLength: number;
}

/** Where stored bytes lie: a folder, later a bucket. Knows nothing of what they mean. */
export interface Shelf {
  /**
   * Takes the bytes and names them by their hash. Durable and whole when it resolves; when it throws,
   * or the source does, nothing is left.
   *
   * @throws BlobRefusal `blob-mismatch` when the bytes do not have the expected hash; `blob-full`.
   */
  write(
    source: AsyncIterable<Uint8Array>,
    area: BlobArea,
    expectedSha256?: string,
  ): Promise<Shelved>;
  /** The range must lie inside. @returns undefined when it is not there. */
  read(key: BlobKey, range?: Required<ByteRange>): Promise<Readable | undefined>;
  /** Length in bytes, or undefined when it is not there. */
  size(key: BlobKey): Promise<number | undefined>;
  remove(key: BlobKey): Promise<boolean>;
  keys(prefix: string): AsyncIterable<BlobKey>;
}
