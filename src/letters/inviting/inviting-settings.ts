import { sql } from 'kysely';
import type { Actor } from '#accounts';
import type { Tx } from '#platform/database';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { holdInvitedLetter } from './invited-letter.ts';
import type { InvitingSettings } from './list-invitations.ts';

/**
 * Says how often those who have not answered are reminded, and whether they see who has signed. Reminders
 * of what was mailed already follow the new rule.
 *
 * @param settings reminders 0 to 3, days 3 to 60; others are a bug of the caller.
 * @throws LetterRefusal as `holdInvitedLetter`.
 */
export async function changeInviting(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  uid: string,
  { reminders, reminderDays, showsSigners }: InvitingSettings,
): Promise<void> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  await sql`
    update letter_signing set reminders = ${reminders}, reminder_days = ${reminderDays},
      shows_signers = ${showsSigners} where letter_id = ${letter.id}`.execute(tx);
  await sql`
    update letter_invitation set due_at = case when mails <= ${reminders}
      then greatest(now(), mailed_at + make_interval(days => ${reminderDays})) end
    where letter_id = ${letter.id} and state in ('sent','opened') and mails > 0
      and not stopped and signature_id is null`.execute(tx);
}
