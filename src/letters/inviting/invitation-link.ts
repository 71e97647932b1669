import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import {
  hashLink,
  openSignerKeys,
  type LetterSealer,
  type SignerKeys,
} from '../signing/signer-keys.ts';
import type { InvitationState } from './invitation-lists.ts';
import type { InvitedPerson } from './parse-people.ts';

/** An invitation as the link to it finds it. */
export interface FoundInvitation {
  readonly id: string;
  readonly letterId: string;
  /** Public id of the letter. */
  readonly letter: string;
  /** The way that this link took: what it proves of a mailbox depends on it. */
  readonly way: 'smtp' | 'outbox' | 'hand';
  readonly state: InvitationState;
  readonly mailbox: Buffer | null;
  readonly person: InvitedPerson;
  readonly keys: SignerKeys;
}

/**
 * The invitation that a link is for.
 *
 * @throws LetterRefusal `invitation-link`: never made, revoked, or erased since; nothing tells which.
 */
export async function findInvitation(
  db: Db,
  sealer: LetterSealer,
  code: string,
): Promise<FoundInvitation> {
  const { rows } = await sql<Omit<FoundInvitation, 'person' | 'keys'> & Sealed>`
    select i.id, i.uid, i.letter_id as "letterId", l.uid as letter, k.way, i.state, i.mailbox,
      i.person, s.secret
    from letter_invitation_link k join letter_invitation i on i.id = k.invitation_id
    join letter l on l.id = i.letter_id join letter_signing s on s.letter_id = l.id
    where k.link = ${hashLink(code)}`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new LetterRefusal({ code: 'invitation-link' });
  const { secret, person, uid, ...rest } = row;
  const keys = openSignerKeys(sealer, rest.letter, secret);
  return { ...rest, keys, person: JSON.parse(keys.person.openText(person, uid)) as InvitedPerson };
}

interface Sealed {
  readonly uid: string;
  readonly secret: string;
  readonly person: string;
}

/** Notes that somebody has opened an invitation by its button. */
export async function noteOpened(tx: Tx, { id }: FoundInvitation): Promise<void> {
  await sql`
    update letter_invitation set state = 'opened'
    where id = ${id} and state in ('draft','queued','sent')`.execute(tx);
}
