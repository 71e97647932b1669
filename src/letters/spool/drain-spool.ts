import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { MailRefusal, type Mail, type Mailer } from '#platform/mail';
import type { Spool } from '#platform/spool';
import { LetterRefusal } from '../letter-refusal.ts';
import { readSpooled, type SpooledForm } from './spooled-form.ts';

export interface SpoolDrain {
  readonly db: Db;
  readonly spool: Spool;
  readonly mailer: Pick<Mailer, 'send'>;
  /**
   * Takes a form in as the door does, with the same checks.
   *
   * @param also written with what it becomes.
   * @throws LetterRefusal as the door does.
   */
  sign(form: SpooledForm, also: (tx: Tx, signatureId: string) => Promise<void>): Promise<void>;
  /** Tells somebody who was told "received" that it came to nothing, and why. */
  writeRefusal(form: SpooledForm, refusal: LetterRefusal): Promise<Pick<Mail, 'subject' | 'text'>>;
}

/** What became of one record. */
export type Drained = 'signed' | 'refused' | 'aside';

/**
 * Takes one record in, and then removes it. Broken off anywhere and done again, it is one signature: what was
 * taken in is noted in the same transaction, and a form that waits already is the same one.
 *
 * @throws what the database throws; the record stays then.
 */
export async function drainRecord(
  drain: SpoolDrain,
  name: string,
  identity: string,
): Promise<Drained> {
  const { db, spool } = drain;
  const content = await spool.open(name, identity);
  if (content === undefined) return 'aside';
  const form = readSpooled(content);
  if (form === undefined) {
    await spool.putAside(name);
    return 'aside';
  }
  const drained = (await isTaken(db, name)) ? 'signed' : await takeIn(drain, name, form);
  await spool.remove(name);
  // Its file is gone for good: nothing can come twice any more.
  await db.deleteFrom('letter_spooled').where('record', '=', name).execute();
  return drained;
}

/** Forgets notes of records whose process never came back to them. */
export async function forgetTaken(db: Db): Promise<void> {
  await sql`delete from letter_spooled where taken_at < now() - interval '60 days'`.execute(db);
}

async function takeIn(drain: SpoolDrain, name: string, form: SpooledForm): Promise<Drained> {
  try {
    await drain.sign(form, async (tx, signatureId) => {
      await note(tx, name);
      await date(tx, signatureId, form.atMs);
    });
    return 'signed';
  } catch (error) {
    if (!(error instanceof LetterRefusal)) throw error;
    await tell(drain, name, form, error);
    return 'refused';
  }
}

async function isTaken(db: Db, name: string): Promise<boolean> {
  const { rows } = await sql`select from letter_spooled where record = ${name}`.execute(db);
  return rows.length > 0;
}

async function note(tx: Tx, name: string): Promise<void> {
  await sql`insert into letter_spooled (record) values (${name})`.execute(tx);
}

/**
 * Rules that look for bursts see a form when it came, and not all of an outage in one minute; and people agreed
 * when they agreed. The link has its two weeks from now on. A clock that stood wrong then, or whoever can write here,
 * dates nothing before what rules look at.
 */
async function date(tx: Tx, signatureId: string, atMs: number): Promise<void> {
  const earliest = sql`extract(epoch from now() - interval '60 days')::float8`;
  const at = sql`least(now(), to_timestamp(greatest(${atMs / 1000}::float8, ${earliest})))`;
  await sql`
    update signature_signal set received_at = ${at} where signature_id = ${signatureId}`.execute(
    tx,
  );
  await sql`
    update signature_consent set given_at = ${at} where signature_id = ${signatureId}`.execute(tx);
}

async function tell(
  { db, mailer, ...drain }: SpoolDrain,
  name: string,
  form: SpooledForm,
  refusal: LetterRefusal,
): Promise<void> {
  const mail = await drain.writeRefusal(form, refusal);
  try {
    await db.transaction().execute(async (tx) => {
      await note(tx, name);
      await mailer.send(tx, { ...mail, to: form.typed.address, kind: 'letter.unreceived' });
    });
  } catch (error) {
    // A mailbox that was written to too often today hears nothing, or that is none any more.
    if (!(error instanceof MailRefusal)) throw error;
  }
}
