import type { Readable } from 'node:stream';
import type { BlobKey } from './blob-key.ts';

/** Bytes to be stored: whole, or as they come. Node and web streams are both async iterables. */
export type BlobSource = Uint8Array | AsyncIterable<Uint8Array>;

export interface PutOptions {
  /** Stored encrypted, for what only named people may read. */
  readonly restricted?: boolean;
  /** SHA-256 the content was announced with, lower-case hexadecimal. */
  readonly expectedSha256?: string;
  readonly maxBytes?: number;
}

/** What was stored. Hash and length are of the content as it was given, before any encryption. */
export interface StoredBlob {
  readonly key: BlobKey;
  readonly sha256: string;
  readonly byteLength: number;
}

/** Bytes from `start` to `end`, exclusive; to the end of the blob when `end` is absent or beyond it. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

/** A blob being read. The stream must be read to its end or destroyed, or a file stays open. */
export interface BlobReading {
  /** Of the whole content, whatever range is read. */
  readonly byteLength: number;
  /** Fails with `blob-damaged` when what is stored is not what was put there. */
  readonly stream: Readable;
}

export type BlobState = 'intact' | 'damaged' | 'missing';

/**
 * Bytes under their hash. A blob is there whole or not at all, never changes, and is durable when
 * `put` resolves. Nothing here renames or appends, so that an object store can be behind it.
 */
export interface BlobStore {
  /**
   * Putting the same plain bytes twice stores them once. Restricted blobs have a key of their own each
   * time: equal names would tell that two of them are equal.
   *
   * @throws BlobRefusal `blob-too-large`, `blob-mismatch` or `blob-full`; then nothing was kept. Also
   * what the source throws.
   */
  put(source: BlobSource, options?: PutOptions): Promise<StoredBlob>;
  /**
   * @returns undefined when no such blob is there.
   * @throws BlobRefusal `blob-range` or `blob-damaged`.
   */
  get(key: BlobKey, range?: ByteRange): Promise<BlobReading | undefined>;
  has(key: BlobKey): Promise<boolean>;
  /** @returns false when it was not there. Gone for good when it resolves. */
  delete(key: BlobKey): Promise<boolean>;
  /** Keys that begin with `prefix`, in their order. */
  list(prefix?: string): AsyncIterable<BlobKey>;
  /** Reads a blob and holds it against its name. Restricted ones are not decrypted for it. */
  check(key: BlobKey): Promise<BlobState>;
  /**
   * The id of the master key a restricted blob is under; undefined for a plain one, and for one from
   * before keys had ids.
   *
   * @throws BlobRefusal `blob-damaged`, also when it is not there.
   */
  keyId(key: BlobKey): Promise<string | undefined>;
}
