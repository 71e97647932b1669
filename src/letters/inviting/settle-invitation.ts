import { sql } from 'kysely';
import { writeJournal } from '#record';
import { keptPlan, type Tx } from '#platform/database';
import { withdrawMails } from '#platform/mail';
import type { HeldSignature } from '../signing/signer-link.ts';

type Signed = Pick<HeldSignature, 'id' | 'letterId' | 'mailbox' | 'appearance' | 'state'>;

/**
 * Tells the invitation of somebody who has signed: no reminder follows. Whoever signed in a way that
 * tells nobody who they are leaves the list of the invited, as do those who declined: an organiser who
 * looks at it learns nothing that the signer did not choose to tell.
 */
export async function settleInvitation(tx: Tx, signed: Signed): Promise<void> {
  const { id, letterId, mailbox, appearance } = signed;
  const own = sql`letter_id = ${letterId} and (mailbox = ${mailbox} or signature_id = ${id})`;
  if (appearance === 'named' || appearance === 'organisers') {
    const { rows } = await sql<{ uid: string }>`${keptPlan}
      with settled as (
        update letter_invitation set signature_id = ${id}, due_at = null,
          state = case when ${signed.state === 'confirmed'} then 'signed' else 'opened' end
        where ${own} returning id, uid
      ), agents as (
        update letter_agent a set due_at = null from settled where a.invitation_id = settled.id
        returning a.uid
      ) select uid from settled union all select uid from agents`.execute(tx);
    await withdrawInvitations(tx, rows);
    return;
  }
  const { rows } = await sql<{ id: string }>`
    select id from letter_invitation where ${own} for no key update`.execute(tx);
  for (const one of rows) await endInvitation(tx, one.id, 'answered');
}

/**
 * Ends an invitation and erases what was known of the person. The keyed hash of their mailbox stays until
 * the letter's end, so that no list brings them back; and a number.
 */
export async function endInvitation(
  tx: Tx,
  id: string,
  how: 'answered' | 'unknown',
): Promise<void> {
  const { rows } = await sql<{ uid: string; letterId: string }>`
    select uid, letter_id as "letterId" from letter_invitation where id = ${id}`.execute(tx);
  const [one] = rows;
  if (one === undefined) return;
  await eraseInvitations(tx, [id]);
  await writeJournal(tx, one.uid, [{ kind: 'invitation', thing: one.uid }]);
  await sql`
    insert into letter_invitation_ended (letter_id, how) values (${one.letterId}, ${how})
    on conflict (letter_id, how) do update
      set people = letter_invitation_ended.people + 1`.execute(tx);
}

/** Erases whatever invited the mailbox of somebody who has left, and asks it no more. */
export async function forgetInvited(
  tx: Tx,
  { letterId, mailbox }: Pick<HeldSignature, 'letterId' | 'mailbox'>,
  signatureIds: readonly string[],
): Promise<void> {
  const { rows } = await sql<{ id: string; uid: string }>`
    select id, uid from letter_invitation where letter_id = ${letterId}
      and (mailbox = ${mailbox} or signature_id = any(${sql.val(signatureIds)}::bigint[]))
    for no key update`.execute(tx);
  await eraseInvitations(
    tx,
    rows.map(({ id }) => id),
  );
  for (const { uid } of rows) await writeJournal(tx, uid, [{ kind: 'invitation', thing: uid }]);
}

/** Forgets again whoever the journal names and this database still invites. Idempotent. */
export async function replayUninvited(tx: Tx): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select i.id from letter_invitation i
    join erasure_journal j on j.kind = 'invitation' and j.thing = i.uid`.execute(tx);
  await eraseInvitations(
    tx,
    rows.map(({ id }) => id),
  );
}

async function eraseInvitations(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`
    insert into letter_uninvited (letter_id, mailbox)
    select letter_id, mailbox from letter_invitation
    where id = any(${sql.val(ids)}::bigint[]) and mailbox is not null
    on conflict do nothing`.execute(tx);
  await deleteInvitations(tx, ids);
}

/** Deletes invitations with their agents, and the mails to both that have not left. */
export async function deleteInvitations(tx: Tx, ids: readonly string[]): Promise<void> {
  const { rows: agents } = await sql<{ uid: string }>`
    select uid from letter_agent where invitation_id = any(${sql.val(ids)}::bigint[])`.execute(tx);
  const { rows } = await sql<{ uid: string }>`
    delete from letter_invitation where id = any(${sql.val(ids)}::bigint[]) returning uid`.execute(
    tx,
  );
  await withdrawInvitations(tx, [...rows, ...agents]);
}

/** Takes back mails of invitations, or to agents, that wait for a mail server, or for the operator. */
export async function withdrawInvitations(
  tx: Tx,
  invitations: readonly { readonly uid: string }[],
): Promise<void> {
  if (invitations.length === 0) return;
  await withdrawMails(
    tx,
    invitations.map(({ uid }) => uid),
  );
}
