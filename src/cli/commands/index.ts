import type { Command } from '../command.ts';
import { accountAdd } from './account-add.ts';
import { accountList } from './account-list.ts';
import { accountReset } from './account-reset.ts';
import { claimWithdraw } from './claim-withdraw.ts';
import { backup } from './backup.ts';
import { erasuresExport } from './erasures-export.ts';
import { dossier } from './dossier.ts';
import { exportClaimsCommand } from './export-claims.ts';
import { letterOpen } from './letter-open.ts';
import { letterShare } from './letter-share.ts';
import { logKeyRetire, logKeyRotate } from './log-key-rotate.ts';
import { logSignerServe } from './log-signer-serve.ts';
import { logCountersign, logCountersignerAdd, logLines, logQuorum } from './log-countersigning.ts';
import { logCheck } from './log-check.ts';
import { logKeyExport } from './log-key-export.ts';
import { logBeginAnew, logRecover } from './log-recover.ts';
import { logStatusCommand } from './log-status.ts';
import { jobsList } from './jobs-list.ts';
import { jobsRetry } from './jobs-retry.ts';
import { keysRotate } from './keys-rotate.ts';
import { keysStatus } from './keys-status.ts';
import { monitor } from './monitor.ts';
import { nameCommand } from './name.ts';
import { recordCheck } from './record-check.ts';
import { recordRebuild } from './record-rebuild.ts';
import { restore } from './restore.ts';
import { sample } from './sample.ts';
import { sourceAdd } from './source-add.ts';
import { sourceList } from './source-list.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';
import { version } from './version.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  sourceAdd,
  sourceList,
  accountList,
  accountAdd,
  accountReset,
  nameCommand,
  claimWithdraw,
  recordCheck,
  recordRebuild,
  exportClaimsCommand,
  dossier,
  verify,
  letterShare,
  letterOpen,
  jobsList,
  jobsRetry,
  backup,
  restore,
  logStatusCommand,
  logCheck,
  logLines,
  logCountersignerAdd,
  logCountersign,
  logQuorum,
  logRecover,
  logBeginAnew,
  logKeyExport,
  logKeyRotate,
  logKeyRetire,
  logSignerServe,
  monitor,
  erasuresExport,
  keysStatus,
  keysRotate,
  sample,
  status,
  version,
];
