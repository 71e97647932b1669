import type { Db } from '#platform/database';

/** A log that this instance countersigns. */
export interface WitnessedLog {
  readonly uid: string;
  readonly origin: string;
  /** More than one while one key of the log succeeds another; the newest last. */
  readonly verifierKeys: readonly string[];
  readonly url: string;
  readonly addedAt: Date;
  readonly size: bigint;
  /** When it was last cosigned here; null when it never was. */
  readonly seenAt: Date | null;
}

/** The logs that this instance countersigns now. */
export async function listWitnessedLogs(db: Db): Promise<WitnessedLog[]> {
  const rows = await db
    .selectFrom('witnessed_log')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    uid: row.uid,
    origin: row.origin,
    verifierKeys: row.verifier_keys,
    url: row.url,
    addedAt: row.added_at,
    size: BigInt(row.size),
    seenAt: row.seen_at,
  }));
}
