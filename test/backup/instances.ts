import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Decrypter } from 'age-encryption';
import {
  prepareFile,
  parseIdentities,
  restoreBackup,
  takeBackup,
  type Restored,
  type RestoreOptions,
  type TakenBackup,
} from '#backup';
import { readCopyJob } from '#evidence';
import { createBlobStore, openDiskShelf, type BlobStore, type Shelf } from '#platform/blobs';
import { openDatabase, type ConnectionOptions, type Database } from '#platform/database';
import { prepareJobs, queueOnly } from '#platform/jobs';
import { createLog } from '#platform/logging';
import { deriveRing, findKeyRing, loadOrCreateKeyRing } from '#platform/sealing';
import { installation } from '../../src/installation.ts';
import { createTestDatabase } from '../database/index.ts';

/** An instance without a server: a database and a data folder of its own. */
export interface TestInstance {
  readonly dataDir: string;
  readonly database: Database;
  readonly connection: ConnectionOptions;
  readonly shelf: Shelf;
  readonly logFolder: string;
  readonly keyFile: string;
  blobs(): Promise<BlobStore>;
  end(): Promise<void>;
}

/** @param connection a database to use instead of a fresh one; it is not dropped. */
export async function makeInstance(connection?: ConnectionOptions): Promise<TestInstance> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'countersign backup '));
  const created = connection === undefined ? await createTestDatabase() : undefined;
  const options = connection ?? created?.options ?? {};
  const database = openDatabase(options, () => {});
  await prepareJobs({
    connection: options,
    log: createLog({ level: 'silent' }),
    handlers: [queueOnly(readCopyJob)],
  });
  const shelf = await openDiskShelf(path.join(dataDir, 'blobs'));
  const keyFile = path.join(dataDir, 'master.key');
  return {
    dataDir,
    database,
    connection: options,
    shelf,
    logFolder: path.join(dataDir, 'log'),
    keyFile,
    blobs: async () =>
      createBlobStore(shelf, deriveRing(await loadOrCreateKeyRing(keyFile), 'restricted blobs')),
    async end() {
      await database.close();
      await created?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Takes a backup into the file. */
export async function back(
  instance: TestInstance,
  place: string,
  recipients: readonly string[] = [],
): Promise<TakenBackup> {
  const file = await prepareFile(place);
  try {
    return await takeBackup({
      ...instance,
      keyRing: await findKeyRing(instance.keyFile),
      recipients,
      newestCheckpoint: installation.newestCheckpoint,
      now: new Date('2026-02-03T04:05:06Z'),
      file,
      progress: () => {},
    });
  } finally {
    await file.discard();
  }
}

/** Brings one back. */
export function bring(
  instance: TestInstance,
  file: string,
  how: Partial<RestoreOptions> & { readonly identity?: string } = {},
): Promise<Restored> {
  const decrypter: Decrypter | undefined =
    how.identity === undefined ? undefined : parseIdentities([how.identity]);
  return restoreBackup({
    ...instance,
    file,
    decrypter,
    withoutKey: true,
    mode: 'move',
    migrations: installation.migrations,
    afterRestore: installation.afterRestore,
    now: new Date('2026-03-04T05:06:07Z'),
    progress: () => {},
    ...how,
  });
}
