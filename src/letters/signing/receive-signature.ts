import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { asUid, keptPlan, type Db, type Tx } from '#platform/database';
import { MailRefusal, type Mailer } from '#platform/mail';
import { openWeek, sealedWeek, signalsOf } from '../fraud/signals.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import { sealForm, storeWithheld, type KeptWithheld } from '../withheld/seal-form.ts';
import { agreedWordings, storeConsents, type Wording } from './consents.ts';
import { consentPurposes } from './form-lists.ts';
import { type SignForm } from './sign-form.ts';
import { hashLink, openSignerKeys, type LetterSealer, type SignerKeys } from './signer-keys.ts';
import { sealPerson } from './sealed-person.ts';

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
 * @param also what else is written with it.
 * @throws LetterRefusal `sign-letter-unknown`; `sign-not-yet`, `sign-paused` (params `message`), `sign-closed`.
 */
export async function receiveSignature(
  desk: SigningDesk,
  received: ReceivedForm,
  also: (tx: Tx, signatureId: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const target = await findTarget(desk.db, received);
  const keys = openSignerKeys(desk.sealer, received.letter, target.secret);
  const { address } = received.form.person;
  const via = desk.mailer.deliverable();
  const week = await openWeek(desk.db, keys, target.letterId, target.week);
  const withheld = await sealReceived(desk.db, target, received);
  try {
    await desk.db.transaction().execute(async (tx) => {
      const mailbox = keys.mailbox(address);
      const kept = await keepForm(tx, { keys, target, received, mailbox, via, week, withheld });
      if (!kept.isDue) return;
      await also(tx, kept.id);
      const mail = received.writeMail(keys.link(kept.uid));
      await desk.mailer.send(tx, { ...mail, to: address, kind: 'letter.confirm' });
    });
  } catch (error) {
    if (!(error instanceof MailRefusal) || error.code !== 'mail-too-many') throw error;
  }
}

/** Seals the name of a form that asks for it to be withheld. @throws LetterRefusal as `sealForm`. */
export async function sealReceived(
  db: Db,
  { letterId }: Target,
  { form }: ReceivedForm,
): Promise<KeptWithheld | undefined> {
  return form.withheld && sealForm(db, letterId, form.withheld, new Date());
}

/** A form as it is kept. */
export interface KeptForm {
  readonly id: string;
  readonly uid: string;
  readonly isNew: boolean;
  /** It is to be mailed: it is new, or its mail should long have come. */
  readonly isDue: boolean;
}

/** Keeps a form that waits for its word; the same form once. Its consents are kept with it. */
export async function keepForm(
  tx: Tx,
  { keys, target, received, mailbox, via, week, withheld }: FormToKeep,
): Promise<KeptForm> {
  const { person, appearance, consents } = received.form;
  const uid = randomUUID();
  const wordings = agreedWordings(received.wordings, consents);
  const formHash = keys.form({
    text: received.text,
    ...{ person: { ...person }, appearance, languages: received.languages },
    consents: consentPurposes.filter((one) => consents.has(one)),
    // A sealed name is another one each time: no keyed hash of a name is kept that could be tried.
    ...(withheld && { withheld: withheld.sealed.id }),
    // Only where an address does not tell people apart.
    ...(person.address === '' && { mailbox: mailbox.toString('base64') }),
  });
  const { network, domain, alike, words } = signalsOf(keys, week, person, received.from);
  const { rows } = await sql<{ id: string; uid: string }>`${keptPlan}
    with kept as (
      insert into letter_signature (uid, letter_id, version_id, mailbox, form, link, appearance, via,
        person)
      values (${uid}, ${target.letterId}, ${target.versionId}, ${mailbox},
        ${formHash}, ${hashLink(keys.link(uid))}, ${appearance}, ${via},
        ${sealPerson(keys, uid, person, received.languages)})
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
  const [kept] = rows;
  if (kept?.uid === uid) {
    await storeConsents(tx, kept.id, wordings);
    if (withheld) await storeWithheld(tx, { id: kept.id, letterId: target.letterId }, withheld);
  }
  if (kept !== undefined) return { ...kept, isNew: kept.uid === uid, isDue: true };
  const before = await tx
    .selectFrom('letter_signature')
    .select(['id', 'uid'])
    .where('form', '=', formHash)
    .executeTakeFirstOrThrow();
  return { ...before, isNew: false, isDue: false };
}

interface FormToKeep {
  readonly keys: SignerKeys;
  readonly target: Target;
  readonly received: ReceivedForm;
  /** Keyed hash by which one person is one signature. */
  readonly mailbox: Buffer;
  readonly via: 'smtp' | 'outbox';
  /** From `openWeek`: under which its network is hashed. */
  readonly week: Uint8Array;
  readonly withheld: KeptWithheld | undefined;
}

export interface Target {
  readonly letterId: string;
  readonly versionId: string;
  readonly secret: string;
  /** Sealed secret of the week, once there is one. */
  readonly week: string | null;
}

/**
 * The version that a form stood under.
 *
 * @throws LetterRefusal as `receiveSignature`.
 */
export async function findTarget(
  db: Db,
  { letter, text }: Pick<ReceivedForm, 'letter' | 'text'>,
): Promise<Target> {
  const { rows } = await sql<Target & { state: string; message: string }>`${keptPlan}
    select l.id as "letterId", v.id as "versionId", s.secret, s.message, ${sealedWeek},
      -- Whoever comes between the minute and the closing is too late all the same.
      case when s.closes_at <= now() then 'closed' else s.state end as state
    from letter l join letter_signing s on s.letter_id = l.id
    join letter_version v on v.letter_id = l.id and v.state = 'approved'
      and v.hash = decode(${/^[0-9a-f]{64}$/u.test(text) ? text : ''}, 'hex')
    where l.uid = ${asUid(letter)}`.execute(db);
  const [target] = rows;
  if (target === undefined) throw new LetterRefusal({ code: 'sign-letter-unknown' });
  if (target.state === 'planned') throw new LetterRefusal({ code: 'sign-not-yet' });
  if (target.state === 'closed') throw new LetterRefusal({ code: 'sign-closed' });
  if (target.state === 'paused') {
    throw new LetterRefusal({ code: 'sign-paused', params: { message: target.message } });
  }
  return target;
}
