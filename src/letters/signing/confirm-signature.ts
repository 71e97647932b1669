import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { forgetSignature } from './forget-signature.ts';
import { logSignature, type KeptSignature } from './log-signature.ts';
import { findSignature, holdSignature, type HeldSignature } from './signer-link.ts';
import type { LetterSealer } from './signer-keys.ts';

/**
 * Confirms a signature by the button behind its link. One that was confirmed before stays as it is. A
 * later form of the same mailbox takes the place of the earlier: somebody who mistyped their name signs
 * again. A link from the operator's outbox shows nobody's mailbox, so that signature is held until an
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
  await takePlace(tx, signature);
  const isMailbox = signature.via === 'smtp';
  await sql`
    update letter_signature set state = ${isMailbox ? 'confirmed' : 'held'},
      verification = ${isMailbox ? 'mailbox' : null}, confirmed_at = now()
    where id = ${signature.id}`.execute(tx);
  if (!isMailbox) return 'held';
  await logSignature(tx, signature, 'mailbox');
  return 'confirmed';
}

async function holdMailbox(tx: Tx, { mailbox }: HeldSignature): Promise<void> {
  const name = `letter signer ${mailbox.toString('hex')}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

/** Ends what the same mailbox signed before, and forgets its forms that were never confirmed. */
async function takePlace(tx: Tx, { id, letterId, mailbox }: HeldSignature): Promise<void> {
  const { rows } = await sql<KeptSignature>`
    select id, uid, entry from letter_signature
    where letter_id = ${letterId} and mailbox = ${mailbox} and state in ('held','confirmed')
    for no key update`.execute(tx);
  for (const earlier of rows) await forgetSignature(tx, earlier);
  await sql`
    delete from letter_signature
    where letter_id = ${letterId} and mailbox = ${mailbox} and state = 'waiting' and id <> ${id}`.execute(
    tx,
  );
}
