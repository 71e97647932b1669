export { areaOf, parseBlobKey, sha256Of, type BlobKey } from './blob-key.ts';
export { BlobRefusal, type BlobRefusalCode } from './blob-refusal.ts';
export type {
  BlobReading,
  BlobSource,
  BlobState,
  BlobStore,
  ByteRange,
  PutOptions,
  StoredBlob,
} from './blob-store.ts';
export { createBlobStore } from './create-blob-store.ts';
export { openDiskShelf } from './disk-shelf.ts';
export type { Shelf, Shelved } from './shelf.ts';
