import { sql } from 'kysely';
import { keptPlan, type Db } from '#platform/database';

/**
 * Whether a round has anything to do: entries without a place, or a tree that is not signed. One
 * statement, because it is asked every second for as long as the process runs.
 */
export async function somethingWaits(db: Db): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`${keptPlan}
    select exists (select from log_entry where place is null)
      or coalesce((select note is null from log_checkpoint order by size desc limit 1), false)
      as waits`.execute(db);
  return rows[0]?.waits === true;
}
