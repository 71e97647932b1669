import { accountMigrations } from './accounts/accounts.migrations.ts';
import { editionMigrations } from './editions/editions.migrations.ts';
import { editionContentMigrations } from './editions/edition-content.migrations.ts';
import { revisionMigrations } from './editions/revision.migrations.ts';
import { signInMigrations } from './accounts/sign-in.migrations.ts';
import { entityListMigrations } from './record/entities/entity-list.migrations.ts';
import { returnedMigrations } from './record/claims/returned.migrations.ts';
import { findUnnamedMigrations } from './record/entities/find-unnamed.migrations.ts';
import { textSearchMigrations } from './evidence/text-search.migrations.ts';
import { sourceCodeMigrations } from './evidence/source-codes.migrations.ts';
import { sourceListMigrations } from './evidence/source-list.migrations.ts';
import { evidenceMigrations } from './evidence/evidence.migrations.ts';
import { courseMigrations } from './letters/course/course.migrations.ts';
import { letterMigrations } from './letters/letters.migrations.ts';
import { invitingMigrations } from './letters/inviting/inviting.migrations.ts';
import { fraudMigrations } from './letters/fraud/fraud.migrations.ts';
import { translatingMigrations } from './letters/translating/translating.migrations.ts';
import { erasingMigrations } from './letters/erasing/erasing.migrations.ts';
import { guildFilterMigrations } from './letters/signing/guild-filter.migrations.ts';
import { mailboxIndexMigrations } from './letters/signing/mailbox-index.migrations.ts';
import { signatureListMigrations } from './letters/signing/signature-list.migrations.ts';
import { signingMigrations } from './letters/signing/signing.migrations.ts';
import { quoteMigrations } from './letters/quotes/quotes.migrations.ts';
import { rollMigrations } from './letters/roll/roll.migrations.ts';
import { retentionDecidedMigrations } from './letters/retention/retention-decided.migrations.ts';
import { retentionJournalMigrations } from './letters/retention/retention-journal.migrations.ts';
import { retentionMigrations } from './letters/retention/retention.migrations.ts';
import { spoolMigrations } from './letters/spool/spool.migrations.ts';
import { agentMigrations } from './letters/agents/agents.migrations.ts';
import { guildRuleMigrations } from './letters/withheld/guild-rules.migrations.ts';
import { panelApprovalMigrations } from './letters/withheld/panel-approval.migrations.ts';
import { vouchingMigrations } from './letters/vouching/vouching.migrations.ts';
import { withheldMigrations } from './letters/withheld/withheld.migrations.ts';
import { batchLeafMigrations } from './log/private-batch/batch-leaves.migrations.ts';
import { logMigrations } from './log/log.migrations.ts';
import { successionMigrations } from './log/succession/succession.migrations.ts';
import { placingMigrations } from './log/placing.migrations.ts';
import { timestampViewMigrations } from './log/timestamp-view.migrations.ts';
import { mailMigrations } from './platform/mail/mail.migrations.ts';
import { platformMigrations, type Migration } from '#platform/database';
import { resolutionScopeMigrations } from './record/disagreement/resolution-scope.migrations.ts';
import { doubtMigrations } from './record/publication/doubt.migrations.ts';
import { reopenMigrations } from './record/claims/reopen.migrations.ts';
import { restoreMigrations } from './record/claims/restore.migrations.ts';
import { traceMigrations } from './record/traces/traces.migrations.ts';
import { erasureMigrations } from './record/erasure/erasure.migrations.ts';
import { deskListMigrations } from './record/desk-lists.migrations.ts';
import { nameSoundMigrations } from './record/entities/name-sounds.migrations.ts';
import { recordMigrations } from './record/record.migrations.ts';

/** Every step of the schema in order. Forward only: a landed step is never edited. */
export const allMigrations: readonly Migration[] = [
  ...platformMigrations,
  ...mailMigrations,
  ...accountMigrations,
  ...signInMigrations,
  ...evidenceMigrations,
  ...sourceCodeMigrations,
  ...editionMigrations,
  ...recordMigrations,
  ...deskListMigrations,
  ...reopenMigrations,
  ...resolutionScopeMigrations,
  ...textSearchMigrations,
  ...entityListMigrations,
  ...findUnnamedMigrations,
  ...returnedMigrations,
  ...logMigrations,
  ...editionContentMigrations,
  ...doubtMigrations,
  ...restoreMigrations,
  ...traceMigrations,
  ...erasureMigrations,
  ...revisionMigrations,
  ...sourceListMigrations,
  ...timestampViewMigrations,
  ...letterMigrations,
  ...signingMigrations,
  ...translatingMigrations,
  ...signatureListMigrations,
  ...guildFilterMigrations,
  ...erasingMigrations,
  ...courseMigrations,
  ...invitingMigrations,
  ...batchLeafMigrations,
  ...quoteMigrations,
  ...rollMigrations,
  ...fraudMigrations,
  ...withheldMigrations,
  ...panelApprovalMigrations,
  ...retentionMigrations,
  ...retentionJournalMigrations,
  ...retentionDecidedMigrations,
  ...spoolMigrations,
  ...successionMigrations,
  ...placingMigrations,
  ...nameSoundMigrations,
  ...vouchingMigrations,
  ...guildRuleMigrations,
  ...agentMigrations,
  ...mailboxIndexMigrations,
].toSorted((a, b) => (a.name < b.name ? -1 : 1));
