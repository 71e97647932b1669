import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { asUid, type Db, type Tx } from '#platform/database';
import { MailRefusal, type Mailer } from '#platform/mail';
import { openWeek, sealedWeek, signalsOf } from '../fraud/signals.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import { agreedWordings, storeConsents, type Wording } from './consents.ts';
import { consentPurposes } from './form-lists.ts';
import { type SignForm } from './sign-form.ts';
import { hashLink, openSignerKeys, type LetterSealer } from './signer-keys.ts';

/** What receiving a signature needs of the house. */
export interface SigningDesk {
  readonly db: Db;
  readonly sealer: LetterSealer;
  readonly mailer: Pick<Mailer, 'send' | 'deliverable'>;
}

export interface ReceivedForm {
  /** Public id of the letter. */
  readonly letter: string;
  /** SHA-256 (hexadecimal) of the text the form stood under. */
  readonly text: string;
  readonly form: SignForm;
  /** Languages of the texts that were shown, in the order of the alphabet. */
  readonly languages: readonly string[];
  /** The words beside each box, as they were shown. */
  readonly wordings: readonly Wording[];
  /** The address it was sent from, where that is known; never kept. */
  readonly from?: string | undefined;
  /** Writes the mail that asks to confirm; told the code of its link. */
  writeMail(link: string): { readonly subject: string; readonly text: string };
}

/** Within which the same form sent again is a second click, and no second mail. */
const mailedMinutes = 10;

/**
 * Keeps a signature until its mailbox confirms it, and mails the link. Nothing in what comes back tells
 * whether somebody has signed before: a form sent twice is kept and mailed once, unless it is sent again
 * when the mail should long have come; a mailbox that was sent too much is sent nothing more; and all of
 * them look like the first.
 *
 * @throws LetterRefusal `sign-letter-unknown`; `sign-paused` (params `message`), `sign-closed`.
 */
export async function receiveSignature(desk: SigningDesk, received: ReceivedForm): Promise<void> {
  const target = await findTarget(desk.db, received);
  const keys = openSignerKeys(desk.sealer, received.letter, target.secret);
  const { person, appearance, consents } = received.form;
  const uid = randomUUID();
  const wordings = agreedWordings(received.wordings, consents);
  const formHash = keys.form({
    text: received.text,
    ...{ person: { ...person }, appearance, languages: received.languages },
    consents: consentPurposes.filter((one) => consents.has(one)),
  });
  const week = await openWeek(desk.db, keys, target.letterId, target.week);
  const { network, domain, alike, words } = signalsOf(keys, week, person, received.from);
  const store = (tx: Tx) =>
    sql<{ id: string; uid: string }>`
      with kept as (insert into letter_signature (uid, letter_id, version_id, mailbox, form, link, appearance, via,
        languages, person)
      values (${uid}, ${target.letterId}, ${target.versionId}, ${keys.mailbox(person.address)},
        ${formHash}, ${hashLink(keys.link(uid))}, ${appearance}, ${desk.mailer.deliverable()},
        ${sql.val(received.languages)}::text[], ${keys.person.seal(JSON.stringify(person), uid)})
      on conflict (form) do update set received_at = now()
        where letter_signature.state = 'waiting'
          and letter_signature.received_at < now() - make_interval(mins => ${mailedMinutes})
      returning id, uid, letter_id
      ), noted as (
        insert into signature_signal (signature_id, letter_id, network, domain, alike, words)
        select id, letter_id, ${network}::bigint, ${domain}::bigint, ${alike}::bigint,
          ${words}::bigint from kept
        on conflict do nothing
      )
      select id, uid from kept`.execute(tx);
  try {
    await desk.db.transaction().execute(async (tx) => {
      const [kept] = (await store(tx)).rows;
      if (kept === undefined) return;
      if (kept.uid === uid) await storeConsents(tx, kept.id, wordings);
      const mail = received.writeMail(keys.link(kept.uid));
      await desk.mailer.send(tx, { ...mail, to: person.address, kind: 'letter.confirm' });
    });
  } catch (error) {
    if (!(error instanceof MailRefusal) || error.code !== 'mail-too-many') throw error;
  }
}

interface Target {
  readonly letterId: string;
  readonly versionId: string;
  readonly secret: string;
  /** Sealed secret of the week, once there is one. */
  readonly week: string | null;
}

async function findTarget(db: Db, { letter, text }: ReceivedForm): Promise<Target> {
  const { rows } = await sql<Target & { state: string; message: string }>`
    select l.id as "letterId", v.id as "versionId", s.secret, s.state, s.message,
      ${sealedWeek}
    from letter l join letter_signing s on s.letter_id = l.id
    join letter_version v on v.letter_id = l.id and v.state = 'approved'
      and v.hash = decode(${/^[0-9a-f]{64}$/u.test(text) ? text : ''}, 'hex')
    where l.uid = ${asUid(letter)}`.execute(db);
  const [target] = rows;
  if (target === undefined) throw new LetterRefusal({ code: 'sign-letter-unknown' });
  if (target.state === 'closed') throw new LetterRefusal({ code: 'sign-closed' });
  if (target.state === 'paused') {
    throw new LetterRefusal({ code: 'sign-paused', params: { message: target.message } });
  }
  return target;
}
