import { sql } from 'kysely';
import type { Db } from '#platform/database';

/** How the log stands, for those who run it. */
export interface LogStatus {
  readonly verifierKeys: readonly string[];
  /** Entries of the largest signed tree; 0 when none is. */
  readonly signed: bigint;
  /** Entries of the largest published one. */
  readonly published: bigint;
  readonly publishedAt: Date | null;
  /** Entries that have no place yet. */
  readonly waiting: number;
  /** Alarms that nobody has looked at. */
  readonly alarms: number;
}

/** Reads how the log stands. */
export async function logStatus(db: Db): Promise<LogStatus> {
  const { rows } = await sql<{
    keys: string[];
    signed: string;
    published: string;
    published_at: Date | null;
    waiting: number;
    alarms: number;
  }>`
    select
      array(select verifier_key from log_key order by since_size, id) as keys,
      coalesce((select max(size) from log_checkpoint where note is not null), 0) as signed,
      coalesce((select max(size) from log_checkpoint where published_at is not null), 0) as published,
      (select max(published_at) from log_checkpoint) as published_at,
      (select count(*)::int from log_entry where place is null) as waiting,
      (select count(*)::int from log_alarm where seen_at is null) as alarms`.execute(db);
  const [row] = rows;
  return {
    verifierKeys: row?.keys ?? [],
    signed: BigInt(row?.signed ?? 0),
    published: BigInt(row?.published ?? 0),
    publishedAt: row?.published_at ?? null,
    waiting: row?.waiting ?? 0,
    alarms: row?.alarms ?? 0,
  };
}
