import { sql } from 'kysely';
import type { Db } from '#platform/database';

/** How long a link waits to be used. The mail and the page say so. */
const keptDays = 14;

/** Forgets signatures whose link was never used. @returns how many. */
export async function dropUnconfirmed(db: Db): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from letter_signature where state = 'waiting'
      and received_at < now() - make_interval(days => ${keptDays})`.execute(db);
  return Number(numAffectedRows);
}
