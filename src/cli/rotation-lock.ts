import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { refuse } from './cli-refusal.ts';

// By name: the log's leader holds a lock for as long as the server runs.
const lock = sql`hashtext('countersign keys')`;

/**
 * Does what moves files to another key, alone: of two at once each would take the other's key for one
 * more to be replaced, and a backup would look for files where its rows still say they lie.
 *
 * @throws CliRefusal `cli-rotation-runs`.
 */
export function rotating<Result>(db: Db, work: () => Promise<Result>): Promise<Result> {
  return db.connection().execute(async (held) => {
    const { rows } = await sql<{ got: boolean }>`
      select pg_try_advisory_lock(${lock}) as got`.execute(held);
    if (rows[0]?.got !== true) refuse('cli-rotation-runs');
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(held);
    }
  });
}

/**
 * Does what needs keys and files to stay together, beside others of its kind.
 *
 * @throws CliRefusal `cli-keys-move`.
 */
export function unrotated<Result>(db: Db, work: () => Promise<Result>): Promise<Result> {
  return db.connection().execute(async (held) => {
    const { rows } = await sql<{ got: boolean }>`
      select pg_try_advisory_lock_shared(${lock}) as got`.execute(held);
    if (rows[0]?.got !== true) refuse('cli-keys-move');
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock_shared(${lock})`.execute(held);
    }
  });
}
