import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { mailboxClass } from '../inviting/organisation-domains.ts';
import { settleInvitation } from '../inviting/settle-invitation.ts';
import { forgetSignature } from './forget-signature.ts';
import { logSignature, type KeptSignature } from './log-signature.ts';
import { findSignature, holdSignature, type HeldSignature } from './signer-link.ts';
import type { LetterSealer } from './signer-keys.ts';

/**
 * Confirms a signature by the button behind its link. One that was confirmed before stays as it is. A
 * later form of the same mailbox for the same version takes the place of the earlier: somebody who
 * mistyped their name signs again. For another version it affirms that one too. A link from the operator's outbox shows nobody's mailbox, so that signature is held until an
 * organiser has reached the person.
 *
 * @returns its state now.
 * @throws LetterRefusal `signature-link`.
 */
export async function confirmSignature(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
): Promise<'held' | 'confirmed'> {
  // Before any row is held: two links of one mailbox opened at once would each wait for the other's.
  await holdMailbox(tx, await findSignature(tx, sealer, link));
  const signature = await holdSignature(tx, sealer, link);
  const { state } = signature;
  if (state !== 'waiting') return state;
  const affirms = await takePlace(tx, signature);
  const isMailbox = signature.via === 'smtp';
  const shown = await mailboxClass(tx, signature.letterId, signature.person);
  await sql`
    update letter_signature set state = ${isMailbox ? 'confirmed' : 'held'}, affirms = ${affirms},
      verification = ${isMailbox ? shown : null}, confirmed_at = now()
    where id = ${signature.id}`.execute(tx);
  await settleInvitation(tx, { ...signature, state: isMailbox ? 'confirmed' : 'held' });
  if (!isMailbox) return 'held';
  await logSignature(tx, { ...signature, affirms }, shown);
  return 'confirmed';
}

async function holdMailbox(tx: Tx, { mailbox }: HeldSignature): Promise<void> {
  const name = `letter signer ${mailbox.toString('hex')}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

/**
 * Ends what the same mailbox signed of the same version before, and forgets its forms that were never
 * confirmed. What it signed of another version stands; the list shows the newest.
 *
 * @returns whether this is its first signature under the letter.
 */
async function takePlace(tx: Tx, signature: HeldSignature): Promise<'first' | 'again'> {
  const { id, letterId, mailbox, versionId } = signature;
  const { rows } = await sql<KeptSignature & { version: string; affirms: string }>`
    select id, uid, entry, version_id as version, affirms from letter_signature
    where letter_id = ${letterId} and mailbox = ${mailbox} and state in ('held','confirmed')
    for no key update`.execute(tx);
  const [same, others] = [
    rows.filter(({ version }) => version === versionId),
    rows.filter(({ version }) => version !== versionId),
  ];
  // An invitation goes on to what takes the place of the signature that it led to.
  if (same.length > 0) {
    await sql`
      update letter_invitation set signature_id = ${id}
      where signature_id = any(${same.map((one) => one.id)}::bigint[])`.execute(tx);
  }
  for (const earlier of same) await forgetSignature(tx, earlier);
  await sql`
    delete from signature_shown where signature_id = any(${others.map((one) => one.id)}::bigint[])`.execute(
    tx,
  );
  await sql`
    delete from letter_signature
    where letter_id = ${letterId} and mailbox = ${mailbox} and state = 'waiting' and id <> ${id}`.execute(
    tx,
  );
  return others.some(({ affirms }) => affirms === 'first') ? 'again' : 'first';
}
