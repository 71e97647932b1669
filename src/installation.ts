import type { Installation } from './cli/installation.ts';
import { accountSealer, masterKeyFile } from './keys.ts';
import { allMigrations } from './migrations.ts';
import { openPreservedFiles } from './preserved-files.ts';

/** What the command line is given. */
export const installation: Installation = {
  migrations: allMigrations,
  openBlobs: openPreservedFiles,
  masterKeyFile,
  accountSealer,
};
