import type { Resealer } from '#accounts';
import type { KeyKeeper, Signer } from '#log';
import type { BlobStore, Shelf } from '#platform/blobs';
import type { Config } from '#platform/config';
import type { Db, Migration, Tx } from '#platform/database';
import type { PageCatalogs } from '#publish';
import type { KeyRing } from '#platform/sealing';

/** What the composition root hands in, for the rooms do not know each other. */
export interface Installation {
  /** Every step of the schema. */
  readonly migrations: readonly Migration[];
  /** With these keys; with those of the key file where none are given. */
  readonly openBlobs: (config: Config, ring?: KeyRing) => Promise<BlobStore>;
  /** Preserved files as they lie there; needs no key and makes none. */
  readonly openShelf: (config: Config) => Promise<Shelf>;
  readonly masterKeyFile: (config: Config) => string;
  readonly accountSealer: (ring: KeyRing) => Resealer;
  readonly letterSealer: (ring: KeyRing) => Resealer;
  /** Folder of the log's tiles. */
  readonly logFolder: (config: Config) => string;
  /** Folder in which signatures wait for the database. */
  readonly spoolFolder: (config: Config) => string;
  /** The log's newest published checkpoint, as a signed note. */
  readonly newestCheckpoint: (db: Db) => Promise<string | undefined>;
  /** The signer of the log, here or on another machine. */
  readonly openSigner: (config: Config) => Promise<Signer>;
  /** Who holds its keys. */
  readonly openKeyKeeper: (config: Config) => Promise<KeyKeeper>;
  /** Puts the log aside and begins a new one that names it. */
  readonly beginAnew: (db: Db, config: Config) => Promise<void>;
  /** What each room does with an instance that came back from a backup, in its transaction. */
  readonly afterRestore: readonly ((tx: Tx) => Promise<void>)[];
  /** The messages with which dossiers are made and verdicts told; read when they are needed. */
  readonly dossierWords: () => PageCatalogs;
  readonly verdictWords: () => PageCatalogs;
}
