import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { withdrawMails } from '#platform/mail';
import { stopInvitation } from '../inviting/stop-invitation.ts';
import { holdSignatureByUid, type HeldSignature } from '../signing/signer-link.ts';
import { isStopCode, type LetterSealer } from '../signing/signer-keys.ts';

/**
 * Ends mails about a letter to one mailbox, those included that wait for a mail server: to a signer, or to
 * somebody who was invited. By a code that can do nothing else. What is no code does nothing, and nothing
 * tells the difference.
 */
export async function stopMails(tx: Tx, sealer: LetterSealer, code: string): Promise<void> {
  // Hostile: anybody may post anything here.
  const [uid = ''] = code.slice(0, 200).split('.', 1);
  const signature = await holdSignatureByUid(tx, sealer, uid);
  if (signature === undefined) await stopInvitation(tx, sealer, uid, code);
  else if (isStopCode(signature.keys, signature.uid, code)) await stopUpdates(tx, signature);
}

async function stopUpdates(tx: Tx, signature: HeldSignature): Promise<void> {
  const { rows } = await sql<{ id: string; uid: string }>`
    update letter_signature set quiet = true
    where letter_id = ${signature.letterId} and mailbox = ${signature.mailbox}
    returning id, uid`.execute(tx);
  await sql`
    delete from signature_consent c using consent_wording w
    where w.id = c.wording_id and w.purpose = 'updates'
      and c.signature_id = any(${sql.val(rows.map(({ id }) => id))}::bigint[])`.execute(tx);
  await withdrawMails(
    tx,
    rows.map((row) => row.uid),
  );
}
