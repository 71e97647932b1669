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

/** A published checkpoint with its cosignatures. */
export interface PublishedCheckpoint {
  readonly size: bigint;
  readonly registerRoot: Buffer;
  /** The note, all signatures included. */
  readonly note: string;
  readonly publishedAt: Date;
}

/** The newest published checkpoint; undefined of a log that has published none. */
export async function readPublished(db: Db): Promise<PublishedCheckpoint | undefined> {
  const row = await db
    .selectFrom('log_checkpoint as c')
    .select((eb) => [
      'c.size',
      'c.register_root',
      'c.note',
      'c.published_at',
      eb
        .selectFrom('log_cosignature as g')
        .whereRef('g.size', '=', 'c.size')
        .select(sql<string>`string_agg(g.line, '' order by g.name, g.verifier_key)`.as('lines'))
        .as('lines'),
    ])
    .where('c.published_at', 'is not', null)
    .orderBy('c.size', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row?.note == null || row.published_at === null) return undefined;
  return {
    size: BigInt(row.size),
    registerRoot: row.register_root,
    note: row.note + (row.lines ?? ''),
    publishedAt: row.published_at,
  };
}
