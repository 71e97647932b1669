import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { readQuorum } from './countersigning/countersigners.queries.ts';

/** Sent on this channel when another checkpoint is the newest published one. */
export const checkpointChannel = 'countersign_checkpoint';

/**
 * Publishes the newest signed checkpoint that enough of the present countersigners have signed.
 *
 * @returns its size, or undefined when nothing newer meets the policy.
 */
export async function publishNewest(db: Db): Promise<bigint | undefined> {
  const quorum = await readQuorum(db);
  const { rows } = await sql<{ size: string }>`
    with newest as (
      select c.size from log_checkpoint c
      where c.note is not null
        and c.size > coalesce((select max(size) from log_checkpoint where published_at is not null), 0)
        and (select count(*) from log_cosignature g join log_countersigner s
               on s.verifier_key = g.verifier_key and s.removed_at is null
             where g.size = c.size) >= ${quorum}
      order by c.size desc limit 1
    ), published as (
      update log_checkpoint c set published_at = now() from newest n
      where c.size = n.size and c.published_at is null returning c.size
    )
    select size::text, pg_notify(${checkpointChannel}, '') from published`.execute(db);
  const [row] = rows;
  return row === undefined ? undefined : BigInt(row.size);
}
