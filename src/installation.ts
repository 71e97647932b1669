import path from 'node:path';
import { requeueReading } from '#evidence';
import { readCheckpoint } from '#log';
import type { Installation } from './cli/installation.ts';
import { allMigrations } from './migrations.ts';
import { masterKeyFile, openPreservedFiles, openShelf } from './preserved-files.ts';

/** What the command line is given of the house. */
export const installation: Installation = {
  migrations: allMigrations,
  openBlobs: openPreservedFiles,
  openShelf,
  masterKeyFile,
  logFolder: (config) => path.join(config.dataDir, 'log'),
  newestCheckpoint: async (db) => (await readCheckpoint(db))?.note,
  afterRestore: [requeueReading],
};
