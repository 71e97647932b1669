import type { BlobStore } from '#platform/blobs';
import type { Config } from '#platform/config';
import type { Migration } from '#platform/database';
import type { PageCatalogs } from '#publish';

/** What the composition root hands in, for the rooms do not know each other. */
export interface Installation {
  /** Every step of the schema. */
  readonly migrations: readonly Migration[];
  readonly openBlobs: (config: Config) => Promise<BlobStore>;
  /** The messages with which dossiers are made and verdicts told; read when they are needed. */
  readonly dossierWords: () => PageCatalogs;
}
