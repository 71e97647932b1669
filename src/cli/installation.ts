import type { Resealer } from '#accounts';
import type { BlobStore } from '#platform/blobs';
import type { Config } from '#platform/config';
import type { Migration } from '#platform/database';
import type { KeyRing } from '#platform/sealing';

/** What the composition root hands in, for the rooms do not know each other. */
export interface Installation {
  /** Every step of the schema. */
  readonly migrations: readonly Migration[];
  /** With these keys; with those of the key file where none are given. */
  readonly openBlobs: (config: Config, ring?: KeyRing) => Promise<BlobStore>;
  readonly masterKeyFile: (config: Config) => string;
  readonly accountSealer: (ring: KeyRing) => Resealer;
}
