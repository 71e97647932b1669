import path from 'node:path';
import { requeueReading } from '#evidence';
import { readCheckpoint } from '#log';
import type { Installation } from './cli/installation.ts';
import { accountSealer, masterKeyFile } from './keys.ts';
import { allMigrations } from './migrations.ts';
import { openPreservedFiles, openShelf } from './preserved-files.ts';

/** What the command line is given of the house. */
export const installation: Installation = {
  migrations: allMigrations,
  openBlobs: openPreservedFiles,
  openShelf,
  masterKeyFile,
  accountSealer,
  logFolder: (config) => path.join(config.dataDir, 'log'),
  newestCheckpoint: async (db) => (await readCheckpoint(db))?.note,
  afterRestore: [requeueReading],
};
