import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { invitingLimits } from './invitation-lists.ts';

/**
 * Destroys what is kept of those who were invited to letters that closed some days ago, and the hashes of
 * mailboxes that asked for nothing more.
 *
 * @returns how many invitations.
 */
export async function dropInvitations(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const ended = sql`select letter_id from letter_signing where state = 'closed'
      and closed_at < now() - make_interval(days => ${invitingLimits.keptDays})`;
    const { numAffectedRows = 0n } = await sql`
      delete from letter_invitation where letter_id in (${ended})`.execute(tx);
    await sql`delete from letter_uninvited where letter_id in (${ended})`.execute(tx);
    await sql`delete from letter_import where letter_id in (${ended})`.execute(tx);
    return Number(numAffectedRows);
  });
}
