import type { Db } from '#platform/database';

/** What the audit trail can tell. */
export const auditActions = [
  'account.created',
  'account.changed',
  'account.reset',
  'sign-in',
  'sign-in.refused',
  'sign-out',
  'session.revoked',
  'invitation.made',
  'invitation.withdrawn',
  'partner.created',
  'factor.added',
  'factor.removed',
  'copy.read',
  'export.taken',
  'publication.decided',
  'countersigner.added',
  'countersigner.removed',
  'witnessed-log.added',
  'witnessed-log.removed',
  'log.quorum',
  'log-alarm.answered',
  'erasure.decided',
  'letter.decided',
  'letter.retention',
  'letter.signing',
  'letter.inviting',
  'letter.guard',
  'letter.aside',
  'mail.read',
  'log-key.succeeded',
  'log-key.retired',
  'backup.taken',
] as const;
export type AuditAction = (typeof auditActions)[number];

export interface AuditEntry {
  readonly accountId?: string;
  readonly action: AuditAction;
  readonly subject?: string;
  /** Ids and codes only: a seized audit trail must not be a second copy of the record. */
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

export async function writeAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      account_id: entry.accountId ?? null,
      action: entry.action,
      subject: entry.subject ?? null,
      detail: JSON.stringify(entry.detail ?? {}),
    })
    .execute();
}
