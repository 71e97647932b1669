import path from 'node:path';
import { createBlobStore, openDiskShelf, type BlobStore, type Shelf } from '#platform/blobs';
import type { Config } from '#platform/config';
import { deriveKey, loadOrCreateMasterKey } from '#platform/sealing';

/** Where the keys of an instance come from: the one file that must be backed up beside the data. */
export function loadMasterKey(config: Config): Promise<Uint8Array> {
  return loadOrCreateMasterKey(masterKeyFile(config));
}

export function masterKeyFile(config: Config): string {
  return path.join(config.dataDir, 'master.key');
}

/** The preserved files of an instance as they lie there, restricted ones encrypted. */
export function openShelf(config: Config): Promise<Shelf> {
  return openDiskShelf(config.blobsDir);
}

/**
 * The preserved files of an instance. Server and command line open them here, so that both derive
 * the key of restricted ones alike.
 *
 * @param master the master key, where the caller has it at hand.
 */
export async function openPreservedFiles(config: Config, master?: Uint8Array): Promise<BlobStore> {
  const shelf = await openShelf(config);
  return createBlobStore(
    shelf,
    deriveKey(master ?? (await loadMasterKey(config)), 'restricted blobs'),
  );
}
