import path from 'node:path';
import { enrolUnlogged } from '#editions';
import {
  openCountersigner,
  openFileSigner,
  openTreeFolder,
  settleRestored,
  startSequencer,
  sweepTreeDrafts,
  type OwnCountersigner,
  type TreeFiles,
} from '#log';
import { systemClock } from '#platform/clock';
import type { Config } from '#platform/config';
import type { Log } from '#platform/logging';
import type { DatabaseHost } from './database-host.ts';

/** The log of this instance as it runs, and what it is for the logs of others. */
export interface RunningLog {
  /** Tiles, bundles and register files. */
  readonly files: TreeFiles;
  readonly countersigner: OwnCountersigner;
  close(): Promise<void>;
}

/** Opens the log: what was published before there was one is taken in, then it runs. */
export async function openLog(
  { main, options }: DatabaseHost,
  config: Config,
  log: Log,
): Promise<RunningLog> {
  const folder = path.join(config.dataDir, 'log');
  await settleRestored({
    db: main.db,
    keysDir: config.keysDir,
    treeFolder: folder,
    nowMs: systemClock().getTime(),
    enrol: enrolUnlogged,
  });
  await sweepTreeDrafts(folder);
  const files = openTreeFolder(folder);
  await main.db.transaction().execute((tx) => enrolUnlogged(tx));
  const countersigner = await openCountersigner({
    db: main.db,
    keysDir: config.keysDir,
    nowMs: () => systemClock().getTime(),
  });
  const sequencer = startSequencer({
    db: main.db,
    connection: options,
    files,
    openSigner: () => openFileSigner(config.keysDir),
    log,
  });
  return { files, countersigner, close: () => sequencer.stop() };
}
