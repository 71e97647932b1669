import path from 'node:path';
import { enrolUnlogged } from '#editions';
import { enrolPreserved } from '#evidence';
import {
  openCountersigner,
  openTreeFolder,
  readTsaRoots,
  settleRestored,
  startSequencer,
  sweepTreeDrafts,
  type OwnCountersigner,
  type TreeFiles,
} from '#log';
import { enrolSignatures, type LetterSealer } from '#letters';
import { systemClock } from '#platform/clock';
import type { Config } from '#platform/config';
import type { Tx } from '#platform/database';
import type { Log } from '#platform/logging';
import type { LogForPages } from '#web/context';
import type { DatabaseHost } from './database-host.ts';
import { openKeyKeeper, openSigner } from './log-signer.ts';

/** The log of this instance as it runs, and what it is for the logs of others. */
export interface RunningLog {
  /** Tiles, bundles and register files. */
  readonly files: TreeFiles;
  readonly countersigner: OwnCountersigner;
  /** What pages may use. */
  readonly forPages: LogForPages;
  close(): Promise<void>;
}

/**
 * Opens the log: what was published or signed before there was one is taken in, then it runs.
 *
 * @param sealer of the secrets of letters.
 */
export async function openLog(
  { main, options }: DatabaseHost,
  config: Config,
  log: Log,
  sealer: LetterSealer,
): Promise<RunningLog> {
  const folder = path.join(config.dataDir, 'log');
  const enrol = async (tx: Tx) => {
    await enrolUnlogged(tx);
    await enrolPreserved(tx);
    await enrolSignatures(tx, sealer);
  };
  await settleRestored({
    db: main.db,
    keysDir: config.keysDir,
    treeFolder: folder,
    keeper: await openKeyKeeper(config),
    isElsewhere: config.signerUrl !== undefined,
    nowMs: systemClock().getTime(),
    enrol,
  });
  await sweepTreeDrafts(folder);
  const files = openTreeFolder(folder);
  await main.db.transaction().execute(enrol);
  const countersigner = await openCountersigner({
    db: main.db,
    keysDir: config.keysDir,
    nowMs: () => systemClock().getTime(),
    onClockBehind: ({ now, last }) =>
      log.error('a log is not countersigned: the clock is this many seconds behind its last one', {
        ...{ code: 'clock-behind', count: Number(last - now) },
      }),
  });
  const { tsaRootsFile } = config;
  const roots = tsaRootsFile === undefined ? [] : await readTsaRoots(tsaRootsFile);
  const sequencer = startSequencer({
    db: main.db,
    connection: options,
    files,
    openSigner: () => openSigner(config),
    nowMs: () => systemClock().getTime(),
    timestamps: { urls: config.tsaUrls, roots },
    log,
  });
  return {
    files,
    countersigner,
    forPages: { files, countersignerKey: countersigner.verifierKey },
    close: () => sequencer.close(),
  };
}
