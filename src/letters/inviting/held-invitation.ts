import { sql } from 'kysely';
import { asUid, type Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { invitingLimits, type InvitationState } from './invitation-lists.ts';
import type { InvitedLetter } from './invited-letter.ts';

/** The invitation that an organiser means. */
export interface OneInvitation {
  /** Public id of the letter. */
  readonly letter: string;
  readonly invitation: string;
}

export interface HeldInvitation {
  readonly id: string;
  readonly uid: string;
  readonly state: InvitationState;
  readonly mails: number;
  readonly stopped: boolean;
  /** Keyed hash of it; null where the organisers know no address. */
  readonly mailbox: Buffer | null;
  /** Was written to a short while ago. */
  readonly rests: boolean;
  /** So was their agent. */
  readonly agentRests: boolean;
}

/** Holds an invitation of a letter that is held. @throws LetterRefusal `not-found`. */
export async function holdInvitation(
  tx: Tx,
  letter: Pick<InvitedLetter, 'id'>,
  uid: string,
): Promise<HeldInvitation> {
  const lately = sql`now() - make_interval(hours => ${invitingLimits.restHours})`;
  const { rows } = await sql<HeldInvitation>`
    select i.id, i.uid, i.state, i.mails, i.stopped, i.mailbox,
      coalesce(i.mailed_at > ${lately}, false) as rests,
      exists (select from letter_agent a
        where a.invitation_id = i.id and a.mailed_at > ${lately}) as "agentRests"
    from letter_invitation i where i.uid = ${asUid(uid)} and i.letter_id = ${letter.id}
    for no key update`.execute(tx);
  const [one] = rows;
  if (one === undefined) throw new LetterRefusal({ code: 'not-found' });
  return one;
}
