import { sql } from 'kysely';
import { may, writeAudit, type Actor } from '#accounts';
import type { Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import type { KnownChannel } from './form-lists.ts';
import { settleInvitation } from '../inviting/settle-invitation.ts';
import { logSignature } from './log-signature.ts';
import { holdSignatureByUid } from './signer-link.ts';
import type { LetterSealer } from './signer-keys.ts';

/**
 * Confirms a held signature: an organiser has reached the person through a channel that the signer did
 * not supply.
 *
 * @throws LetterRefusal `not-found`, `not-allowed`.
 */
export async function confirmHeld(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  {
    letter,
    signature,
    channel,
  }: { readonly letter: string; readonly signature: string; readonly channel: KnownChannel },
): Promise<void> {
  const { scopeId } = await holdLetter(tx, actor, letter);
  if (!may(actor, 'letter.decide', { scopeId })) throw new LetterRefusal({ code: 'not-allowed' });
  const held = await holdSignatureByUid(tx, sealer, signature);
  if (held?.letter !== letter || held.state !== 'held')
    throw new LetterRefusal({ code: 'not-found' });
  await sql`
    update letter_signature set state = 'confirmed', verification = 'organiser'
    where id = ${held.id}`.execute(tx);
  await settleInvitation(tx, { ...held, state: 'confirmed' });
  await tx.deleteFrom('signature_aside').where('signature_id', '=', held.id).execute();
  await logSignature(tx, held, 'organiser');
  await writeAudit(tx, {
    accountId: actor.accountId,
    action: 'letter.signing',
    subject: letter,
    detail: { channel },
  });
}
