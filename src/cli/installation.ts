import type { BlobStore } from '#platform/blobs';
import type { Config } from '#platform/config';
import type { Migration } from '#platform/database';

/** What the composition root hands in, for the rooms do not know each other. */
export interface Installation {
  /** Every step of the schema. */
  readonly migrations: readonly Migration[];
  readonly openBlobs: (config: Config) => Promise<BlobStore>;
}
