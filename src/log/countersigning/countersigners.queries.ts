import type { Db } from '#platform/database';
import type { CountersigningProblem } from './submit-checkpoint.ts';

/** A countersigner of our log, as it stands. */
export interface ListedCountersigner {
  readonly id: string;
  readonly uid: string;
  readonly name: string;
  readonly verifierKey: string;
  readonly url: string;
  readonly addedAt: Date;
  /** When it signed last. */
  readonly lastSeenAt: Date | null;
  readonly lastSize: bigint;
  /** The newest of our keys that it is known to accept by itself, once one has succeeded another. */
  readonly accepts: string | null;
  readonly problem: CountersigningProblem | null;
  readonly problemAt: Date | null;
}

/** Those who countersign our log now. */
export async function listCountersigners(db: Db): Promise<ListedCountersigner[]> {
  const rows = await db
    .selectFrom('log_countersigner')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    uid: row.uid,
    name: row.name,
    verifierKey: row.verifier_key,
    url: row.url,
    addedAt: row.added_at,
    lastSeenAt: row.last_seen_at,
    lastSize: BigInt(row.last_size ?? 0),
    accepts: row.accepts,
    // Written by `recordOutcome` alone.
    problem: row.last_problem as CountersigningProblem | null,
    problemAt: row.last_problem_at,
  }));
}

/** How many of them must have signed before a checkpoint is published. */
export async function readQuorum(db: Db): Promise<number> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', 'log-quorum')
    .executeTakeFirst();
  return typeof row?.value === 'number' ? row.value : 0;
}
