import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';

/** A mail that waits for the operator to hand it over. Its text holds one-time links. */
export interface OutboxMail {
  readonly uid: string;
  readonly kind: string;
  readonly to: string;
  readonly subject: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly readAt: Date | null;
}

/**
 * Mails that left by no mail server, latest first. For administrators only: whoever reads one can use
 * the links in it.
 */
export async function listOutbox(db: Db, now: Date, limit = 200): Promise<readonly OutboxMail[]> {
  const rows = await waiting(db, now).orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toOutboxMail);
}

/**
 * One mail with its text; the first reading is noted.
 *
 * @returns undefined when it is not there, expired, or was sent to a mail server.
 */
export async function readOutboxMail(
  tx: Tx,
  uid: string,
  now: Date,
): Promise<(OutboxMail & { readonly text: string }) | undefined> {
  const row = await waiting(tx, now).select('body').where('uid', '=', uid).executeTakeFirst();
  if (row === undefined) return undefined;
  await tx
    .updateTable('mail_outbox')
    .set({ read_at: now })
    .where('uid', '=', uid)
    .where('read_at', 'is', null)
    .execute();
  return { ...toOutboxMail(row), text: row.body ?? '' };
}

/** Removes what has expired, delivered or not. @returns how many. */
export async function purgeMails(db: Db, now: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('mail_outbox')
    .where('expires_at', '<=', now)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** What the sending job needs. */
export interface PendingMail {
  readonly uid: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Where a POST asks for no more of the same. */
  readonly unsubscribe: string | null;
}

/** @returns undefined when it was delivered, has expired or is gone: there is nothing to send. */
export async function findPendingMail(
  db: Db,
  id: string,
  now: Date,
): Promise<PendingMail | undefined> {
  const row = await db
    .selectFrom('mail_outbox')
    .select(['uid', 'recipient', 'subject', 'body', 'unsubscribe'])
    .where('id', '=', id)
    .where('via', '=', 'smtp')
    .where('delivered_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    uid: row.uid,
    to: row.recipient ?? '',
    subject: row.subject ?? '',
    text: row.body ?? '',
    unsubscribe: row.unsubscribe,
  };
}

/** Takes back mails about these that have not left; what a mail server has is not ours any more. */
export async function withdrawMails(tx: Tx, about: readonly string[]): Promise<void> {
  await sql`
    delete from mail_outbox
    where about = any(${sql.val(about)}::uuid[]) and delivered_at is null`.execute(tx);
}

/** Forgets what a delivered mail said and to whom; the row stays to be counted. */
export async function markDelivered(db: Db, id: string, now: Date): Promise<void> {
  await db
    .updateTable('mail_outbox')
    .set({
      ...{ delivered_at: now, recipient: null, subject: null, body: null },
      ...{ unsubscribe: null, about: null },
    })
    .where('id', '=', id)
    .execute();
}

function waiting(db: Db, now: Date) {
  return db
    .selectFrom('mail_outbox')
    .select(['uid', 'kind', 'recipient', 'subject', 'created_at', 'expires_at', 'read_at'])
    .where('via', '=', 'outbox')
    .where('expires_at', '>', now);
}

interface OutboxRow {
  readonly uid: string;
  readonly kind: string;
  readonly recipient: string | null;
  readonly subject: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly read_at: Date | null;
}

function toOutboxMail(row: OutboxRow): OutboxMail {
  return {
    uid: row.uid,
    kind: row.kind,
    to: row.recipient ?? '',
    subject: row.subject ?? '',
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    readAt: row.read_at,
  };
}
