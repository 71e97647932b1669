import { sql } from 'kysely';
import type { Db } from '#platform/database';

/** How the log stands, for who runs it. */
export interface LogState {
  /** Entries in the largest tree that is signed; 0 before the first. */
  readonly entries: bigint;
  readonly signedAt: Date | undefined;
  /** How many of the present countersigners have signed that tree. */
  readonly cosigned: number;
  /** The checkpoint that readers get. */
  readonly published: { readonly size: bigint; readonly at: Date } | undefined;
  /** Entries that have no signed place yet. */
  readonly waiting: { readonly count: number; readonly since: Date } | undefined;
  /** Why it stands still, as whichever process leads has said within the last minute. */
  readonly stopped: { readonly code: string; readonly message: string } | undefined;
}

interface StateRow {
  entries: string | null;
  signed_at: Date | null;
  cosigned: number;
  published: string | null;
  published_at: Date | null;
  waiting: number;
  since: Date | null;
  code: string | null;
  message: string | null;
}

/**
 * Reads how the log stands. A process that cannot go on says so again every few seconds, so that an
 * older word, or one from before the last signature, is of the past.
 */
export async function readLogState(db: Db): Promise<LogState> {
  const { rows } = await sql<StateRow>`
    with signed as (
      select size, signed_at from log_checkpoint where note is not null
      order by size desc limit 1
    ), published as (
      select size, published_at from log_checkpoint where published_at is not null
      order by size desc limit 1
    ), waiting as (
      select count(*)::int as waiting, min(created_at) as since from log_entry
      where place is null or place >= coalesce((select size from signed), 0)
    ), stopped as (
      select detail ->> 'code' as code, detail ->> 'message' as message from log_alarm
      where kind = 'log-stopped' and last_at > now() - interval '1 minute'
        and last_at > coalesce((select signed_at from signed), '-infinity')
      order by last_at desc limit 1
    )
    select s.size as entries, s.signed_at, p.size as published, p.published_at,
      (select count(*)::int from log_cosignature g
        join log_countersigner c on c.verifier_key = g.verifier_key and c.removed_at is null
        where g.size = s.size) as cosigned,
      w.waiting, w.since, t.code, t.message
    from waiting w left join signed s on true left join published p on true
      left join stopped t on true`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('expected one row');
  const { published, published_at: at, since, code } = row;
  return {
    entries: BigInt(row.entries ?? 0),
    signedAt: row.signed_at ?? undefined,
    cosigned: row.cosigned,
    published: published === null || at === null ? undefined : { size: BigInt(published), at },
    waiting: since === null ? undefined : { count: row.waiting, since },
    stopped: code === null ? undefined : { code, message: row.message ?? '' },
  };
}
