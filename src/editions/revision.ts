import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';

/** Sent on this channel, with the new revision, when the public record changed in any process. */
export const publishedChannel = 'countersign_published';

/**
 * Numbers a change of the public record and tells every process of it when the transaction commits.
 * Changes are numbered in the order in which they commit: the row is held until then.
 */
export async function announceChange(tx: Tx): Promise<void> {
  await sql`
    with next as (
      update published.instance set revision = revision + 1 returning revision
    )
    select pg_notify(${publishedChannel}, revision::text) from next`.execute(tx);
}

/**
 * The number of the last change that a database holds; a replica may not be as far as the others. A
 * reader's connection may ask too.
 */
export async function publicRevision(db: Db): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    select revision::float8 as revision from published.instance`.execute(db);
  return rows[0]?.revision ?? 0;
}
