import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { readKeyStanding, type KeyStanding } from './succession/key-standing.ts';

/** How the log stands, for those who run it. */
export interface LogStatus {
  /** Those that sign or did, the oldest first. */
  readonly verifierKeys: readonly string[];
  /** Those that sign no more. */
  readonly retiredKeys: readonly string[];
  /** The succession that is under way; undefined when there is none. */
  readonly succession: KeyStanding | undefined;
  /** Entries of the largest signed tree; 0 when none is. */
  readonly signed: bigint;
  readonly signedAt: Date | null;
  /** How many of the present countersigners have signed that tree. */
  readonly cosigned: number;
  /** Entries of the largest published one. */
  readonly published: bigint;
  readonly publishedAt: Date | null;
  /** Entries without a place in a signed tree. */
  readonly waiting: number;
  readonly waitingSince: Date | null;
  /** Alarms that nobody has looked at. */
  readonly alarms: number;
  /** Why it stands still, as whichever process leads has said within the last minute. */
  readonly stopped: { readonly code: string; readonly message: string } | null;
}

interface StatusRow {
  keys: string[];
  retired: string[];
  signed: string | null;
  signed_at: Date | null;
  cosigned: number;
  published: string | null;
  published_at: Date | null;
  waiting: number;
  waiting_since: Date | null;
  alarms: number;
  code: string | null;
  message: string | null;
}

/**
 * Reads how the log stands. A process that cannot go on says so again every few seconds, so that an
 * older word, or one from before the last signature, is of the past.
 */
export async function logStatus(db: Db): Promise<LogStatus> {
  const { rows } = await sql<StatusRow>`
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
        -- Signed in what is the future now: the clock was set back, and says nothing.
        and (last_at > coalesce((select signed_at from signed), '-infinity')
          or (select signed_at from signed) > now())
      order by last_at desc limit 1
    )
    select array(select k.verifier_key from log_key k left join log_entry e on e.entry = k.entry
        order by coalesce(e.place + 1, k.since_size), k.id) as keys,
      array(select verifier_key from log_key where retired_at is not null) as retired,
      s.size as signed, s.signed_at, p.size as published, p.published_at,
      (select count(*)::int from log_cosignature g
        join log_countersigner c on c.verifier_key = g.verifier_key and c.removed_at is null
        where g.size = s.size) as cosigned,
      w.waiting, w.since as waiting_since,
      (select count(*)::int from log_alarm where seen_at is null) as alarms, t.code, t.message
    from waiting w left join signed s on true left join published p on true
      left join stopped t on true`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('expected one row');
  const { code, message } = row;
  return {
    verifierKeys: row.keys,
    retiredKeys: row.retired,
    succession: await readKeyStanding(db),
    signed: BigInt(row.signed ?? 0),
    signedAt: row.signed_at,
    cosigned: row.cosigned,
    published: BigInt(row.published ?? 0),
    publishedAt: row.published_at,
    waiting: row.waiting,
    waitingSince: row.waiting_since,
    alarms: row.alarms,
    stopped: code === null ? null : { code, message: message ?? '' },
  };
}
