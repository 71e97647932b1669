import { sql } from 'kysely';
import type { Clock } from '#platform/clock';
import { keptPlan, type Db, type Tx } from '#platform/database';
import { declareJob, enqueue, enqueueAll, handleJob, type JobHandler } from '#platform/jobs';
import { hashMailbox, parseMailAddress } from './mail-address.ts';
import { MailRefusal } from './mail-refusal.ts';
import { findPendingMail, markDelivered, purgeMails } from './outbox.ts';
import { createSmtp, type Smtp, type SmtpSettings } from './smtp.ts';

/** A mail of plain text: no pictures to be loaded, so nothing tells when or where it is read. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Where a POST asks for no more of the same, for mail programs that offer it (RFC 8058). */
  readonly unsubscribe?: string;
  /** What it is for, in lower case with dots: `invitation`. Shown to the operator. */
  readonly kind: string;
  /** Random id of what it is about: `withdrawMails` takes it back by this while it has not left. */
  readonly about?: string;
}

export interface MailerOptions {
  readonly db: Db;
  readonly clock: Clock;
  /** Without it mails wait in the outbox for the operator. */
  readonly smtp?: SmtpSettings;
  /** 32 bytes, derived from the master key for counting mailboxes. */
  readonly mailboxKey: Uint8Array;
  /** How many mails one mailbox may be sent within 24 hours. */
  readonly dailyLimit?: number;
}

export interface Mailer {
  /**
   * By which way mails leave now. What a person confirms by a link from the outbox proves nothing of a
   * mailbox, so it must never be shown as one that was verified.
   */
  deliverable(): 'smtp' | 'outbox';
  /**
   * Stores a mail, and with a mail server puts a job on the queue that sends it after the commit.
   * Until then no other transaction can write to the same mailbox: send last, and commit soon.
   *
   * @throws MailRefusal; the address is refused by form only, so the answer does not tell who exists.
   */
  send(tx: Tx, mail: Mail): Promise<void>;
  /**
   * Which of these mailboxes may be written to today. Until the transaction ends no other can write to any of
   * them: what rests on the answer is safe in it.
   *
   * @returns one for each, in their order.
   * @throws MailRefusal for an address that is none.
   */
  admit(tx: Tx, addresses: readonly string[]): Promise<boolean[]>;
  /**
   * Stores mails to mailboxes that `admit` let through in this transaction, one to each, without counting again.
   *
   * @throws MailRefusal for a mail that is none, and stores nothing.
   */
  sendAdmitted(tx: Tx, mails: readonly Mail[]): Promise<void>;
  /**
   * The same as `send` for many in a fixed number of statements. Mailboxes that were sent too much are passed over.
   *
   * @returns how many were stored.
   * @throws MailRefusal for a mail that is none, and stores nothing.
   */
  sendAll(tx: Tx, mails: readonly Mail[]): Promise<number>;
  /** The jobs of this room, for `startJobs`. */
  readonly handlers: readonly JobHandler[];
  close(): void;
}

const weekMs = 7 * 24 * 3600 * 1000;
const dayMs = 24 * 3600 * 1000;
const maxSubjectLength = 200;
const maxTextLength = 100_000;

// About a day of attempts: long enough for a mail server to be mended.
const sendMail = declareJob({
  name: 'mail.send',
  parse: parseMailId,
  retryLimit: 30,
  retryDelaySeconds: 30,
  retryDelayMaxSeconds: 3600,
  timeoutSeconds: 120,
  concurrency: 3,
});

const purge = declareJob({
  name: 'mail.purge',
  parse: () => ({}),
  singletonKey: () => 'all',
  schedule: { cron: '17 * * * *', payload: {} },
});

export function createMailer(options: MailerOptions): Mailer {
  const { db, clock } = options;
  const smtp = options.smtp && createSmtp(options.smtp);
  const via = smtp === undefined ? 'outbox' : 'smtp';
  return {
    deliverable: () => via,
    send: async (tx, mail) => {
      const id = await store(tx, options, via, mail);
      if (via === 'smtp') await enqueue(tx, sendMail, { mailId: id });
    },
    admit: (tx, addresses) => admit(tx, options, addresses),
    sendAdmitted: async (tx, mails) => {
      const rows = mails.map((mail) => toRow(options, mail));
      await enqueueMails(await insertMails(tx, options, via, rows), tx);
    },
    sendAll: async (tx, mails) => {
      const rows = mails.map((mail) => toRow(options, mail));
      await holdMailboxes(
        tx,
        rows.map(({ lock }) => lock),
      );
      const ids = await insertMails(tx, options, via, rows, isBelowLimit(options));
      await enqueueMails(ids, tx);
      return ids.length;
    },
    handlers: [
      handleJob(sendMail, ({ mailId }) => deliver(db, clock, smtp, mailId)),
      handleJob(purge, async (_payload, { log }) => {
        log.info('expired mails removed', { count: await purgeMails(db, clock()) });
      }),
    ],
    close: () => smtp?.close(),
  };

  async function enqueueMails(ids: readonly string[], tx: Tx): Promise<void> {
    if (via !== 'smtp') return;
    await enqueueAll(
      tx,
      sendMail,
      ids.map((mailId) => ({ mailId })),
    );
  }
}

function toRow({ mailboxKey }: MailerOptions, mail: Mail) {
  const { kind, to, subject, text, unsubscribe, about = null } = mail;
  const recipient = parseMailAddress(to);
  const hash = hashMailbox(mailboxKey, recipient);
  return {
    ...{ kind, recipient, hash: hash.toString('hex'), lock: hash.readInt32BE() },
    ...{ subject: checkSubject(subject), body: checkText(text), about },
    unsubscribe: unsubscribe === undefined ? null : checkAddress(unsubscribe),
  };
}

/** @param isBelow condition on a row `r` of what is stored. @returns ids of what was. */
async function insertMails(
  tx: Tx,
  { clock }: MailerOptions,
  via: 'smtp' | 'outbox',
  rows: readonly ReturnType<typeof toRow>[],
  isBelow = sql`true`,
): Promise<string[]> {
  const now = clock();
  const { rows: stored } = await sql<{ id: string }>`${keptPlan}
    insert into mail_outbox (kind, via, recipient, recipient_hmac, subject, body, unsubscribe, about,
      created_at, expires_at)
    select r.kind, ${via}, r.recipient, decode(r.hash, 'hex'), r.subject, r.body, r.unsubscribe,
      r.about, ${now}::timestamptz, ${new Date(now.getTime() + weekMs)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(kind text, recipient text, hash text,
      subject text, body text, unsubscribe text, about uuid)
    where ${isBelow}
    returning id`.execute(tx);
  return stored.map(({ id }) => id);
}

function isBelowLimit({ clock, dailyLimit = 20 }: MailerOptions) {
  const since = new Date(clock().getTime() - dayMs);
  return sql`(select count(*) from mail_outbox m where m.recipient_hmac = decode(r.hash, 'hex')
    and m.created_at > ${since}) < ${dailyLimit}`;
}

async function admit(
  tx: Tx,
  options: MailerOptions,
  addresses: readonly string[],
): Promise<boolean[]> {
  const { mailboxKey } = options;
  const hashes = addresses.map((address) => hashMailbox(mailboxKey, parseMailAddress(address)));
  await holdMailboxes(
    tx,
    hashes.map((hash) => hash.readInt32BE()),
  );
  const given = hashes.map((hash) => hash.toString('hex'));
  const { rows } = await sql<{ admitted: boolean }>`${keptPlan}
    select ${isBelowLimit(options)} as admitted
    from unnest(${sql.val(given)}::text[]) with ordinality as r(hash, at) order by at`.execute(tx);
  return rows.map(({ admitted }) => admitted);
}

// In one order, so that two who write to many wait for each other and not both for ever.
async function holdMailboxes(tx: Tx, locks: readonly number[]): Promise<void> {
  await sql`${keptPlan}
    select pg_advisory_xact_lock(${mailboxLocks}::integer, lock)
    from (select distinct unnest(${sql.val(locks)}::integer[]) as lock
      order by 1) locks`.execute(tx);
}

async function store(
  tx: Tx,
  { clock, mailboxKey, dailyLimit = 20 }: MailerOptions,
  via: 'smtp' | 'outbox',
  mail: Mail,
): Promise<string> {
  const recipient = parseMailAddress(mail.to);
  const now = clock();
  const hash = hashMailbox(mailboxKey, recipient);
  await assertBelowLimit(tx, hash, now, dailyLimit);
  const unsubscribe = mail.unsubscribe === undefined ? null : checkAddress(mail.unsubscribe);
  const { rows } = await sql<{ id: string }>`${keptPlan}
    insert into mail_outbox (kind, via, recipient, recipient_hmac, subject, body, unsubscribe, about,
      created_at, expires_at)
    values (${mail.kind}, ${via}, ${recipient}, ${hash}, ${checkSubject(mail.subject)},
      ${checkText(mail.text)}, ${unsubscribe}, ${mail.about ?? null}, ${now},
      ${new Date(now.getTime() + weekMs)})
    returning id`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('a mail was not stored');
  return row.id;
}

// Names this use of PostgreSQL's advisory locks among others.
const mailboxLocks = 7203;

// Nobody may use us to flood a stranger, not even by many requests at the same moment: they are
// counted one after another, each until its transaction ends. Two transactions that write to the same
// two mailboxes in opposite order would wait for each other; PostgreSQL then ends one of them.
async function assertBelowLimit(
  tx: Tx,
  hash: Buffer,
  now: Date,
  dailyLimit: number,
): Promise<void> {
  await sql`${keptPlan} select pg_advisory_xact_lock(${mailboxLocks}::integer, ${hash.readInt32BE()}::integer)`.execute(
    tx,
  );
  const { rows } = await sql<{ sent: number }>`${keptPlan}
    select count(*)::integer as sent from mail_outbox
    where recipient_hmac = ${hash} and created_at > ${new Date(now.getTime() - dayMs)}`.execute(tx);
  if ((rows[0]?.sent ?? 0) >= dailyLimit)
    throw new MailRefusal({ code: 'mail-too-many', field: 'to' });
}

// A line break in a subject begins a new header: a second recipient, say. Zl and Zp break lines too.
function checkSubject(subject: string): string {
  const isWhole = subject.length > 0 && subject.length <= maxSubjectLength;
  if (!isWhole || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject)) {
    throw new MailRefusal({ code: 'mail-subject', field: 'subject' });
  }
  return subject;
}

// It becomes a header between angle brackets.
function checkAddress(address: string): string {
  if (/[\s<>,]|[^\p{ASCII}]/u.test(address)) throw new RangeError('"unsubscribe" expected a URL');
  return address;
}

function checkText(text: string): string {
  const lines = text.replaceAll('\r\n', '\n');
  const isWhole = lines.length > 0 && lines.length <= maxTextLength;
  if (!isWhole || /[^\P{Cc}\n\t]/u.test(lines)) {
    throw new MailRefusal({ code: 'mail-text', field: 'text' });
  }
  return lines;
}

async function deliver(db: Db, clock: Clock, smtp: Smtp | undefined, id: string): Promise<void> {
  const mail = await findPendingMail(db, id, clock());
  if (mail === undefined) return;
  // MAIL_URL was taken away with mails still waiting: they go on when it comes back.
  if (smtp === undefined) throw new Error('There is no mail server any more');
  await smtp.deliver(mail);
  await markDelivered(db, id, clock());
}

function parseMailId(value: unknown): { mailId: string } {
  if (typeof value === 'object' && value !== null && 'mailId' in value) {
    const { mailId } = value;
    if (typeof mailId === 'string' && /^\d{1,19}$/u.test(mailId)) return { mailId };
  }
  throw new TypeError('"mailId" expected an id');
}
