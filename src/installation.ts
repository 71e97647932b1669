import path from 'node:path';
import { requeueReading } from '#evidence';
import { parseSignedCheckpoint } from '@countersign/proof';
import { enrolUnlogged } from '#editions';
import { beginAnew, newestSigned, readCheckpoint, requireFreshKey, retireLog } from '#log';
import { systemClock } from '#platform/clock';
import {
  beginRoundsAnew,
  dropErasedAnchors,
  enrolSignatures,
  replayEndedAgents,
  replayForgotten,
  replayQuotes,
  replayRetention,
  replayUninvited,
} from '#letters';
import { replayErasures } from '#record';
import { readDossierWords, readVerdictWords } from './dossier-words.ts';
import type { Installation } from './cli/installation.ts';
import { accountSealer, letterSealer, loadKeyRing, masterKeyFile } from './keys.ts';
import { openKeyKeeper, openSigner } from './log-signer.ts';
import { allMigrations } from './migrations.ts';
import { openPreservedFiles, openShelf } from './preserved-files.ts';
import { spoolFolder } from './spool-folder.ts';

/** What the command line is given of the house. */
export const installation: Installation = {
  migrations: allMigrations,
  openBlobs: openPreservedFiles,
  openShelf,
  masterKeyFile,
  accountSealer,
  letterSealer,
  logFolder: (config) => path.join(config.dataDir, 'log'),
  spoolFolder,
  newestCheckpoint: async (db) => (await readCheckpoint(db))?.note,
  openSigner,
  openKeyKeeper,
  async beginAnew(db, config) {
    if (config.signerUrl !== undefined) await requireFreshKey(db, await openKeyKeeper(config));
    const sealer = letterSealer(await loadKeyRing(config));
    const old = await newestSigned(db);
    await retireLog(
      { keysDir: config.keysDir, treeFolder: path.join(config.dataDir, 'log') },
      systemClock().getTime(),
    );
    const text = old && parseSignedCheckpoint(Buffer.from(old.note)).note.text;
    await db.transaction().execute(async (tx) => {
      await beginAnew(tx, text);
      await enrolUnlogged(tx);
      await enrolSignatures(tx, sealer);
    });
  },
  dossierWords: readDossierWords,
  verdictWords: readVerdictWords,
  afterRestore: [
    async (tx) => void (await replayErasures(tx)),
    dropErasedAnchors,
    replayForgotten,
    replayQuotes,
    replayRetention,
    replayUninvited,
    replayEndedAgents,
    beginRoundsAnew,
    requeueReading,
  ],
};
