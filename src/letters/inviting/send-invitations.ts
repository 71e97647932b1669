import { sql } from 'kysely';
import type { Actor } from '#accounts';
import { announceChange } from '#editions';
import { asUid, type Tx } from '#platform/database';
import { enqueue } from '#platform/jobs';
import { LetterRefusal } from '../letter-refusal.ts';
import { hashLink, type LetterSealer } from '../signing/signer-keys.ts';
import { dispatchJob } from './dispatch-job.ts';
import { invitingLimits } from './invitation-lists.ts';
import { holdInvitation, type OneInvitation } from './held-invitation.ts';
import { auditInviting, holdInvitedLetter } from './invited-letter.ts';
import { deleteInvitations } from './settle-invitation.ts';

/**
 * Sends what an import brought in, or every draft of the letter: queued, and mailed at a steady pace, to the
 * invited and to their agents. Drafts without any address stay drafts; their link goes by hand.
 *
 * @returns how many mails there are to be.
 * @throws LetterRefusal as `holdInvitedLetter`.
 */
export async function sendInvitations(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, made }: { readonly letter: string; readonly made?: string },
): Promise<number> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  const { rows } = await sql<{ mails: number }>`
    with sent as (
      update letter_invitation i set state = 'queued',
        due_at = case when mailbox is not null then now() end
      where letter_id = ${letter.id} and state = 'draft' and (mailbox is not null
          or exists (select from letter_agent a where a.invitation_id = i.id))
        and (${made === undefined} or import_id =
          (select id from letter_import where uid = ${asUid(made ?? '')}))
      returning id, due_at
    ), agents as (
      update letter_agent a set due_at = now() from sent
      where a.invitation_id = sent.id and a.mails = 0 returning a.uid
    )
    select ((select count(due_at) from sent) + (select count(*) from agents))::integer as mails`.execute(
    tx,
  );
  const mails = rows[0]?.mails ?? 0;
  if (mails > 0) await enqueue(tx, dispatchJob, {});
  await auditInviting(tx, actor, letter, { step: 'sent', people: mails });
  return mails;
}

/**
 * Mails one invitation once more: the same link.
 *
 * @throws LetterRefusal `invite-no-mail`, also for who asked for none; `invite-rest`.
 */
export async function resendInvitation(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, invitation }: OneInvitation,
): Promise<void> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  const one = await holdInvitation(tx, letter, invitation);
  if (one.stopped || one.mailbox === null || one.state === 'signed') {
    throw new LetterRefusal({ code: 'invite-no-mail' });
  }
  if (one.rests || one.mails >= invitingLimits.mails) {
    throw new LetterRefusal({ code: 'invite-rest' });
  }
  await sql`
    update letter_invitation set due_at = now(), state = case state when 'draft' then 'queued' else state end
    where id = ${one.id}`.execute(tx);
  await enqueue(tx, dispatchJob, {});
  await auditInviting(tx, actor, letter, { step: 'resent', people: 1 });
}

/** Takes an invitation back: its links lead to nothing, and what was known of the person is gone. */
export async function revokeInvitation(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, invitation }: OneInvitation,
): Promise<void> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  const one = await holdInvitation(tx, letter, invitation);
  await deleteInvitations(tx, [one.id]);
  await auditInviting(tx, actor, letter, { step: 'revoked', people: 1 });
}

/**
 * Makes the link that an organiser hands over in a way of their own. It is another one than the mailed
 * link, which no organiser sees: who signs by it is held until the organiser says how they reached them.
 *
 * @returns the code of the link.
 */
export async function handInvitation(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, invitation }: OneInvitation,
): Promise<string> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  const one = await holdInvitation(tx, letter, invitation);
  const code = letter.keys.invitationLink(one.uid, 'hand');
  await keepLink(tx, one.id, 'hand', code);
  await sql`update letter_invitation set state = 'sent' where id = ${one.id} and state = 'draft'`.execute(
    tx,
  );
  await auditInviting(tx, actor, letter, { step: 'handed', people: 1 });
  return code;
}

/**
 * Says whose page in the record the invited person is; `undefined` takes it back. Where they have signed by
 * name, the public list leads there, if the page is public.
 */
export async function nameInvited(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, invitation, entity }: OneInvitation & { readonly entity: string | undefined },
): Promise<void> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  const { id } = await holdInvitation(tx, letter, invitation);
  await sql`
    with named as (
      update letter_invitation set entity = ${entity === undefined ? null : asUid(entity)}::uuid
      where id = ${id} returning signature_id, entity)
    update signature_shown h set entity = named.entity from named
    where h.signature_id = named.signature_id and h.name <> ''`.execute(tx);
  await announceChange(tx);
}

export async function keepLink(
  tx: Tx,
  invitationId: string,
  way: 'smtp' | 'outbox' | 'hand',
  code: string,
): Promise<void> {
  await sql`
    insert into letter_invitation_link (link, invitation_id, way)
    values (${hashLink(code)}, ${invitationId}, ${way}) on conflict do nothing`.execute(tx);
}
