import { sql } from 'kysely';
import type { Mail } from '#platform/mail';
import { openWeek } from '../fraud/signals.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import { confirmSignature } from '../signing/confirm-signature.ts';
import { findTarget, holdTarget } from '../signing/find-targets.ts';
import { keepForm } from '../signing/keep-forms.ts';
import {
  receiveSignature,
  sealReceived,
  type ReceivedForm,
  type SigningDesk,
} from '../signing/receive-signature.ts';
import { findInvitation, type FoundInvitation } from './invitation-link.ts';

/** What came of a form that was sent from an invitation. */
export type InvitedOutcome =
  /** Signed: `link` is the code of the signer's own page. */
  | { readonly kind: 'confirmed' | 'held'; readonly link: string }
  /** Another address than the one that was invited: it confirms by mail, as everybody's does. */
  | { readonly kind: 'mailed' };

export interface InvitedForm extends ReceivedForm {
  /** Tells the mailbox that was invited that it has signed; told the code of its own link. */
  writeNotice(link: string): Pick<Mail, 'subject' | 'text'>;
}

/**
 * Signs by an invitation. A link that our own mail server brought to a mailbox has shown that mailbox, so
 * a signature with the same address counts at once, and the mailbox is told: whoever the mail was passed
 * on to could have pressed the button. A link that went another way shows nobody's mailbox: then the
 * signature is held until an organiser says how they reached the person.
 *
 * @throws LetterRefusal `invitation-link`, and as `receiveSignature`.
 */
export async function signInvited(
  desk: SigningDesk,
  code: string,
  received: InvitedForm,
): Promise<InvitedOutcome> {
  const invitation = await findInvitation(desk.db, desk.sealer, code);
  if (invitation.letter !== received.letter) throw new LetterRefusal({ code: 'invitation-link' });
  const { mailbox, keys } = invitation;
  const { address } = received.form.person;
  const isOwn = address !== '' && mailbox?.equals(keys.mailbox(address)) === true;
  if (isOwn || (address === '' && invitation.way !== 'smtp')) {
    return signAtOnce(desk, invitation, received);
  }
  await receiveSignature(desk, received, async (tx, signatureId) => {
    await sql`
      update letter_invitation set signature_id = ${signatureId} where id = ${invitation.id}`.execute(
      tx,
    );
  });
  return { kind: 'mailed' };
}

async function signAtOnce(
  desk: SigningDesk,
  { id, way, keys }: FoundInvitation,
  received: InvitedForm,
): Promise<InvitedOutcome> {
  const target = await findTarget(desk.db, received);
  const { address } = received.form.person;
  // Without an address it is the invitation that makes one signature of two forms.
  const mailbox = keys.mailbox(address === '' ? `invitation@${id}` : address);
  const week = await openWeek(desk.db, keys, target.letterId, target.week);
  const withheld = await sealReceived(desk.db, target, received);
  return desk.db.transaction().execute(async (tx) => {
    await holdTarget(tx, received);
    // Nobody is kept from signing because somebody else had the mailbox flooded today. Held before the form,
    // as all do who write both.
    const [isAdmitted = false] = address === '' ? [] : await desk.mailer.admit(tx, [address]);
    const via = way === 'smtp' ? 'smtp' : 'outbox';
    const kept = await keepForm(tx, { keys, target, received, mailbox, via, week, withheld });
    // The same form may wait from the public page: what is shown of its mailbox is what this link shows.
    await sql`
      update letter_signature set via = ${via} where id = ${kept.id} and state = 'waiting'`.execute(
      tx,
    );
    const link = keys.link(kept.uid);
    const state = await confirmSignature(tx, desk.sealer, link, true);
    await sql`
      update letter_invitation set signature_id = ${kept.id} where id = ${id} and signature_id is null
    `.execute(tx);
    if (kept.isNew && isAdmitted) {
      const notice = { ...received.writeNotice(link), to: address, kind: 'letter.signed' };
      await desk.mailer.sendAdmitted(tx, [notice]);
    }
    // Whoever is set aside is told the same as everybody.
    return { kind: state === 'held' ? 'held' : 'confirmed', link };
  });
}
