import { type Db, type Tx } from '#platform/database';
import type { Mailer } from '#platform/mail';
import { openWeek } from '../fraud/signals.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import { sealForm, type KeptWithheld } from '../withheld/seal-form.ts';
import type { Wording } from './consents.ts';
import { findTarget, findTargets, type Target } from './find-targets.ts';
import { keepForms, type FormToKeep } from './keep-forms.ts';
import type { SignForm } from './sign-form.ts';
import { openSignerKeys, type LetterSealer } from './signer-keys.ts';

/** What receiving a signature needs of the house. */
export interface SigningDesk {
  readonly db: Db;
  readonly sealer: LetterSealer;
  readonly mailer: Pick<Mailer, 'admit' | 'sendAdmitted' | 'deliverable'>;
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

/** A form that can be kept together with others. */
export interface ReadyForm {
  readonly received: ReceivedForm;
  /** Sealed before: it takes longer than all the rest, and nobody else should wait for it. */
  readonly withheld: KeptWithheld | undefined;
  /** What else is written with it. */
  readonly also?: ((tx: Tx, signatureId: string) => Promise<void>) | undefined;
}

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
  also?: ReadyForm['also'],
): Promise<void> {
  const form = await readyForm(desk.db, received, also);
  const [refusal] = await receiveSignatures(desk, [form]);
  if (refusal !== undefined) throw refusal;
}

/** @throws LetterRefusal as `receiveSignature`, where a name is to be withheld; and as `sealForm`. */
export async function readyForm(
  db: Db,
  received: ReceivedForm,
  also?: ReadyForm['also'],
): Promise<ReadyForm> {
  if (received.form.withheld === undefined) return { received, withheld: undefined, also };
  const target = await findTarget(db, received);
  return { received, withheld: await sealReceived(db, target, received), also };
}

/**
 * The same as `receiveSignature` for many at once, in one transaction: as many statements as for one.
 *
 * @param forms of different mailboxes.
 * @returns in their order why each was refused; undefined of who is answered like everybody.
 */
export async function receiveSignatures(
  desk: SigningDesk,
  forms: readonly ReadyForm[],
): Promise<(LetterRefusal | undefined)[]> {
  const targets = await findTargets(
    desk.db,
    forms.map(({ received }) => received),
  );
  const refusals = targets.map((one) => (one instanceof LetterRefusal ? one : undefined));
  const ready: ToReceive[] = [];
  const weeks = new Map<string, Promise<Uint8Array>>();
  for (const [at, form] of forms.entries()) {
    const target = targets[at];
    if (target === undefined || target instanceof LetterRefusal) continue;
    ready.push({ ...(await toKeep(desk, form, target, weeks)), also: form.also });
  }
  if (ready.length > 0) {
    await desk.db.transaction().execute((tx) => keepAndMail(tx, desk.mailer, ready));
  }
  return refusals;
}

type Mailed = FormToKeep & Pick<ReadyForm, 'received'>;
type ToReceive = Mailed & Pick<ReadyForm, 'also'>;

async function toKeep(
  { db, sealer, mailer }: SigningDesk,
  { received, withheld }: ReadyForm,
  target: Target,
  weeks: Map<string, Promise<Uint8Array>>,
): Promise<Mailed> {
  const keys = openSignerKeys(sealer, received.letter, target.secret);
  const opened = weeks.get(target.letterId) ?? openWeek(db, keys, target.letterId, target.week);
  weeks.set(target.letterId, opened);
  const mailbox = keys.mailbox(received.form.person.address);
  const [via, week] = [mailer.deliverable(), await opened];
  return { keys, target, received, mailbox, via, week, withheld };
}

// A mailbox that was sent too much is left out before anything is written: its form is not kept either.
async function keepAndMail(
  tx: Tx,
  mailer: SigningDesk['mailer'],
  forms: readonly ToReceive[],
): Promise<void> {
  const admitted = await mailer.admit(
    tx,
    forms.map(({ received }) => received.form.person.address),
  );
  const allowed = forms.filter((_form, at) => admitted[at] === true);
  if (allowed.length === 0) return;
  const kept = await keepForms(tx, allowed);
  const mails = [];
  for (const [at, { received, keys, also }] of allowed.entries()) {
    const form = kept[at];
    if (form?.isDue !== true) continue;
    await also?.(tx, form.id);
    const mail = received.writeMail(keys.link(form.uid));
    mails.push({ ...mail, to: received.form.person.address, kind: 'letter.confirm' });
  }
  if (mails.length > 0) await mailer.sendAdmitted(tx, mails);
}

/** Seals the name of a form that asks for it to be withheld. @throws LetterRefusal as `sealForm`. */
export async function sealReceived(
  db: Db,
  { letterId }: Target,
  { form }: ReceivedForm,
): Promise<KeptWithheld | undefined> {
  return form.withheld && sealForm(db, letterId, form.withheld, new Date());
}
