import type { Db } from '#platform/database';
import { makeBatch } from './make-batch.ts';

/** Hour of the day, UTC, at which the batch of every instance is made. */
const batchHour = 3;
const dayMs = 86_400_000;

/** The last moment at which a batch was due, as milliseconds. */
export function lastDueMs(nowMs: number): number {
  const today = Math.floor(nowMs / dayMs) * dayMs + batchHour * 3_600_000;
  return today <= nowMs ? today : today - dayMs;
}

/**
 * Makes the day's batch at the first call after its hour. The database is asked once for each moment that is due,
 * not for every round: by then this process knows that it is made.
 *
 * @returns whether one was made.
 */
export function batchOnce(db: Db): (nowMs: number) => Promise<boolean> {
  let settled: number | undefined;
  return async (nowMs) => {
    const due = lastDueMs(nowMs);
    if (due === settled) return false;
    const made = await batchWhenDue(db, nowMs);
    settled = due;
    return made;
  };
}

/**
 * Makes the day's batch when it is due and not made yet. An instance that was off makes one, not one
 * for each day: nobody can tell what it would have held. A clock that was set back
 * makes none until the hour comes again.
 *
 * @returns whether one was made.
 */
export async function batchWhenDue(db: Db, nowMs: number): Promise<boolean> {
  const due = lastDueMs(nowMs);
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('setting')
      .select('value')
      .where('key', '=', 'private-batch-due')
      .forUpdate()
      .executeTakeFirst();
    const made = typeof row?.value === 'number' ? row.value : undefined;
    // Made in what is the future now: the clock was wrong then. Waiting until it comes would leave out
    // years; the next one is made at the next hour that is due.
    const isAhead = made !== undefined && made > nowMs;
    if (made !== undefined && made >= due && !isAhead) return false;
    await tx
      .insertInto('setting')
      .values({ key: 'private-batch-due', value: JSON.stringify(due) })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: JSON.stringify(due) }))
      .execute();
    // The first start only remembers the hour: a batch then would tell when an instance began.
    if (made === undefined || isAhead) return false;
    await makeBatch(tx);
    return true;
  });
}
