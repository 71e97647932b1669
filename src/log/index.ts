export { countAlarms, findAlarm, listAlarms, type ListedAlarm } from './alarms.ts';
export {
  ownPolicy,
  countersignersOfEdition,
  readCountersigned,
  type Countersignature,
  spokenKey,
  type CountersignedCheckpoint,
} from './countersigned.ts';
export { destroyEntries, destroyOpenings, destroyPrivately } from './destroy-openings.ts';
export { enqueueEntries } from './enqueue-entries.ts';
export type { EntryFields, EntryKind, NewEntry } from './entry-fields.ts';
export { holdsNewest } from './holds-newest.ts';
export { logStatus, type LogStatus } from './log-status.ts';
export { LogError, type LogErrorCode } from './log-error.ts';
export { logPolicy } from './log-policy.ts';
export { checkpointChannel } from './publish-checkpoint.ts';
export { deriveSalt } from './derive-salt.ts';
export { readBatchLeaves } from './private-batch/batch-leaves.ts';
export { notePrivately } from './private-batch/note-privately.ts';
export { privateReceipt } from './private-batch/private-receipt.ts';
export {
  entryReceipt,
  proveEdition,
  proveEditionAlone,
  readCheckpoint,
  readLogFacts,
  readOpening,
  readStampedTimes,
  readTimestamps,
  shownSuccessions,
  type LogFacts,
  type PublishedCheckpoint,
  type StampedTime,
} from './published-log.ts';
export { startSequencer, type SequencerOptions } from './sequencer/start-sequencer.ts';
export { openFileSigner } from './signer/file-signer.ts';
export { fileKeyKeeper, keyFiles } from './signer/key-files.ts';
export type { KeyKeeper } from './signer/key-keeper.ts';
export { readSecret } from './signer/remote/message.ts';
export {
  openRemoteSigner,
  remoteKeyKeeper,
  type SignerAddress,
} from './signer/remote/remote-signer.ts';
export { signerServer } from './signer/remote/signer-server.ts';
export type { Signer } from './signer/signer.ts';
export { readTsaRoots } from './timestamps/index.ts';
export { openTreeFolder, sweepTreeDrafts, type TreeFiles } from './tree/tree-files.ts';
export {
  findWitnessed,
  openCountersigner,
  type OwnCountersigner,
} from './witnessing/open-countersigner.ts';
export { LogRefusal, type LogCode } from './log-refusal.ts';
export {
  addCountersigner,
  addWitnessedLog,
  answerAlarm,
  removeCountersigner,
  removeWitnessedLog,
  setQuorum,
} from './managing.ts';
export {
  listCountersigners,
  readQuorum,
  type ListedCountersigner,
} from './countersigning/countersigners.queries.ts';
export { listWitnessedLogs, type WitnessedLog } from './witnessing/witnessed-logs.queries.ts';
export { readKeyStanding, type KeyStanding } from './succession/key-standing.ts';
export { retireKey } from './succession/retire-key.ts';
export { rotateKey } from './succession/rotate-key.ts';
export { successionChain } from './succession/succession-chain.ts';
export { beginAnew } from './recovery/begin-anew.ts';
export { largestSigned, type SignedMemory } from './recovery/largest-signed.ts';
export { recoverLog, type Recovery } from './recovery/recover-log.ts';
export { requireFreshKey, settleRestored } from './recovery/settle-restored.ts';
export { retireLog } from './recovery/retire-log.ts';
export { checkLog, type LogCheck } from './checking/check-log.ts';
export { readRegisterLines } from './sequencer/register-tables.ts';
export { newestSigned } from './sequencer/newest-signed.ts';
