import { sql } from 'kysely';
import { asUid, type Tx } from '#platform/database';
import { isStopCode, openSignerKeys, type LetterSealer } from '../signing/signer-keys.ts';
import { endAgent } from '../agents/keep-agents.ts';
import { stopReminding } from './answer-invitation.ts';

/** Ends the mails of an invitation by their own code, or erases an agent by theirs; what is none does nothing. */
export async function stopInvitation(
  tx: Tx,
  sealer: LetterSealer,
  uid: string,
  code: string,
): Promise<void> {
  const { rows } = await sql<Stopped>`
    select i.id, i.uid, l.uid as letter, s.secret, false as "isAgent"
    from letter_invitation i join letter l on l.id = i.letter_id
    join letter_signing s on s.letter_id = l.id where i.uid = ${asUid(uid)}
    union all
    select a.invitation_id, a.uid, l.uid, s.secret, true
    from letter_agent a join letter l on l.id = a.letter_id
    join letter_signing s on s.letter_id = l.id where a.uid = ${asUid(uid)}`.execute(tx);
  const [one] = rows;
  if (one === undefined) return;
  const keys = openSignerKeys(sealer, one.letter, one.secret);
  if (!isStopCode(keys, one.uid, code)) return;
  await (one.isAgent ? endAgent : stopReminding)(tx, one.id);
}

interface Stopped {
  /** Of the invitation. */
  readonly id: string;
  readonly uid: string;
  readonly letter: string;
  readonly secret: string;
  readonly isAgent: boolean;
}
