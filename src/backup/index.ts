export { BackupRefusal, type BackupCode } from './backup-refusal.ts';
export { leftOutTables } from './declared.ts';
export { parseIdentities, readLines } from './encryption.ts';
export { prepareFile, type OutputFile } from './output-file.ts';
export {
  restoreBackup,
  type Restored,
  type RestoredMark,
  type RestoreMode,
  type RestoreOptions,
  type RestorePhase,
} from './restore-backup.ts';
export { takeBackup, type BackupOptions, type TakenBackup } from './take-backup.ts';
