import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { readQuorum } from '../countersigning/countersigners.queries.ts';

/** How far the succession that is under way has come. */
export interface KeyStanding {
  readonly from: string;
  readonly successor: string;
  /** Id of the entry that names the successor, and its place once it has one. */
  readonly entry: string;
  readonly place: bigint | null;
  /** Published, and its proof is kept: who knows only the old key can follow. */
  readonly isProven: boolean;
  /** Countersigners that accept the successor by itself, and that do not yet, by name. */
  readonly taken: readonly string[];
  readonly missing: readonly string[];
  readonly quorum: number;
  /** Nobody who is needed would be lost if the old key signed no more. */
  readonly isReady: boolean;
}

/** @returns undefined when one key signs, and nothing is under way. */
export async function readKeyStanding(db: Db): Promise<KeyStanding | undefined> {
  const { rows } = await sql<{
    from: string;
    successor: string;
    entry: string;
    place: string | null;
    proven: boolean;
    taken: string[];
    missing: string[];
  }>`
    select k.succeeds as "from", k.verifier_key as successor, k.entry, e.place,
      k.succession is not null as proven,
      array(select name from log_countersigner c where c.removed_at is null
        and c.accepts is not distinct from k.verifier_key order by c.id) as taken,
      array(select name from log_countersigner c where c.removed_at is null
        and c.accepts is distinct from k.verifier_key order by c.id) as missing
    from log_key k join log_entry e on e.entry = k.entry
      join log_key before on before.verifier_key = k.succeeds
    where before.retired_at is null and k.retired_at is null
    order by k.id desc limit 1`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const quorum = await readQuorum(db);
  const { from, successor, entry, place, proven, taken, missing } = row;
  return {
    ...{ from, successor, entry, taken, missing, quorum },
    place: place === null ? null : BigInt(place),
    isProven: proven,
    isReady: proven && taken.length >= quorum,
  };
}
