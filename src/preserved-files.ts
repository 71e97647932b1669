import { createBlobStore, openDiskShelf, type BlobStore, type Shelf } from '#platform/blobs';
import type { Config } from '#platform/config';
import type { KeyRing } from '#platform/sealing';
import { loadKeyRing, restrictedKeys } from './keys.ts';

/** The preserved files of an instance as they lie there, restricted ones encrypted. */
export function openShelf(config: Config): Promise<Shelf> {
  return openDiskShelf(config.blobsDir);
}

/**
 * The preserved files of an instance. Server and command line open them here, so that both derive
 * the keys of restricted ones alike.
 *
 * @param ring the keys of the instance, where the caller has them at hand.
 */
export async function openPreservedFiles(config: Config, ring?: KeyRing): Promise<BlobStore> {
  const shelf = await openShelf(config);
  return createBlobStore(shelf, restrictedKeys(ring ?? (await loadKeyRing(config))));
}
