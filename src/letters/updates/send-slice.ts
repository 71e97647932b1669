import { sql } from 'kysely';
import { asUid, type Db, type Tx } from '#platform/database';
import type { Mailer } from '#platform/mail';
import type { UpdateKind } from '../signing/form-lists.ts';
import { readSignatures, type HeldSignature } from '../signing/signer-link.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { isRecipient } from './recipients.ts';
import { slicePace, type UpdateMail } from './updates.ts';

/** Uids of mails to signers of which a slice is due. */
export async function dueUpdates(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ uid: string }>`
    select uid from letter_update where state = 'sending' and next_at <= ${now}
    order by next_at`.execute(db);
  return rows.map(({ uid }) => uid);
}

/**
 * Sends the next slice of a mail to signers, and how far it came is written down with it: both or
 * neither. A process that is killed between two slices, or within one, sends nobody twice. Who has left
 * or stopped these mails since is passed over; a slice that is not due does nothing.
 *
 * @returns how many mails are on their way.
 */
export async function sendSlice(
  tx: Tx,
  { sealer, mailer }: { readonly sealer: LetterSealer; readonly mailer: Pick<Mailer, 'sendAll'> },
  update: string,
  now: Date,
): Promise<number> {
  const { rows } = await sql<DueUpdate>`
    select u.id, u.letter_id as "letterId", u.kind, u.mails, u.after_id as "afterId",
      u.until_id as "untilId", u.slice, l.language
    from letter_update u join letter l on l.id = u.letter_id
    where u.uid = ${asUid(update)} and u.state = 'sending' and u.next_at <= ${now}
    for no key update of u`.execute(tx);
  const [due] = rows;
  if (due === undefined) return 0;
  const ids = await holdNext(tx, due);
  const signatures = await readSignatures(
    tx,
    sealer,
    sql`g.id = any(${sql.val(ids)}::bigint[])`,
    ids.length,
  );
  const mailed = await mailer.sendAll(
    tx,
    signatures.flatMap((signature) => mailTo(signature, due) ?? []),
  );
  const afterId = ids.at(-1) ?? due.afterId;
  const isOver = !(await isAnybodyLeft(tx, { ...due, afterId }));
  await sql`
    update letter_update set after_id = ${afterId}, mailed = mailed + ${mailed},
      state = ${isOver ? 'sent' : 'sending'}, ended_at = ${isOver ? now : null},
      next_at = ${isOver ? null : new Date(now.getTime() + slicePace.minutes * 60_000)}
    where id = ${due.id}`.execute(tx);
  return mailed;
}

// Whoever leaves or stops these mails waits until theirs is stored, and then finds it to take back.
async function holdNext(tx: Tx, due: DueUpdate): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select g.id from letter_signature g
    where ${remaining(due)} order by g.id limit ${due.slice} for share of g`.execute(tx);
  return rows.map(({ id }) => id);
}

// Asked, not told from a slice that is not full: somebody in it may have left just now.
async function isAnybodyLeft(tx: Tx, due: DueUpdate): Promise<boolean> {
  const { rows } = await sql`
    select from letter_signature g
    where ${remaining(due)} order by g.id limit 1`.execute(tx);
  return rows.length > 0;
}

function remaining({ letterId, kind, afterId, untilId }: DueUpdate) {
  return sql`${isRecipient(letterId, kind, sql`${untilId}::bigint`)} and g.id > ${afterId}`;
}

interface DueUpdate {
  readonly id: string;
  readonly letterId: string;
  readonly kind: UpdateKind;
  readonly mails: Readonly<Record<string, UpdateMail>>;
  readonly afterId: string;
  readonly untilId: string;
  readonly slice: number;
  /** Of the letter: what is sent to who reads none of the others. */
  readonly language: string;
}

function mailTo({ uid, person, keys }: HeldSignature, { mails, language }: DueUpdate) {
  const mail = mails[person.locale] ?? mails[language];
  // Whom the organisers reached by a way of their own may have left no address.
  if (mail === undefined || person.address === '') return undefined;
  const links = (text: string) =>
    text.replaceAll('{{own}}', keys.link(uid)).replaceAll('{{stop}}', keys.stop(uid));
  return {
    ...{ to: person.address, kind: 'letter.update', about: uid },
    ...{ subject: mail.subject, text: links(mail.text), unsubscribe: links(mail.unsubscribe) },
  };
}
