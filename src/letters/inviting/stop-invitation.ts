import { sql } from 'kysely';
import { asUid, type Tx } from '#platform/database';
import { isStopCode, openSignerKeys, type LetterSealer } from '../signing/signer-keys.ts';
import { stopReminding } from './answer-invitation.ts';

/** Ends the mails of an invitation by their own code; what is none does nothing. */
export async function stopInvitation(
  tx: Tx,
  sealer: LetterSealer,
  uid: string,
  code: string,
): Promise<void> {
  const { rows } = await sql<{ id: string; uid: string; letter: string; secret: string }>`
    select i.id, i.uid, l.uid as letter, s.secret
    from letter_invitation i join letter l on l.id = i.letter_id
    join letter_signing s on s.letter_id = l.id where i.uid = ${asUid(uid)}`.execute(tx);
  const [one] = rows;
  if (one === undefined) return;
  const keys = openSignerKeys(sealer, one.letter, one.secret);
  if (isStopCode(keys, one.uid, code)) await stopReminding(tx, one.id);
}
