import { sql } from 'kysely';
import type { Db } from '#platform/database';

const hourMs = 3_600_000;

/** Between two looks at most; jobs that look come every hour. A machine that was off for longer has leapt too. */
const strideMs = 26 * hourMs;

/** Backwards clocks are put right by less, and two machines differ by less. */
const backMs = hourMs;

/** For how long time must then have gone on by itself. */
const restMs = 24 * hourMs;

/** A row is written no oftener. */
const noteMs = hourMs / 2;

interface Seen {
  readonly seen: string;
  /** When the last leap was noticed; null: there was none. */
  readonly leapt: string | null;
}

/**
 * Whether time has gone on without a leap for a day. What cannot be undone waits for it: a clock that is set
 * wrong would bring every last day at once, and whoever runs the machine has a day to see it. Whoever sets the
 * clock back makes it wait another day.
 *
 * @param now asked with the same clock every hour or oftener.
 */
export async function isTimeSteady(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql<{ value: Seen }>`
    select value from setting where key = 'clock'`.execute(db);
  const before = rows[0]?.value;
  const goneMs = before === undefined ? 0 : now.getTime() - Date.parse(before.seen);
  const hasLeapt = goneMs < -backMs || goneMs > strideMs;
  const leapt = hasLeapt ? now.toISOString() : (before?.leapt ?? null);
  if (before === undefined || hasLeapt || goneMs > noteMs) {
    await sql`
      insert into setting (key, value) values ('clock', ${JSON.stringify({ seen: now, leapt })}::jsonb)
      on conflict (key) do update set value = excluded.value`.execute(db);
  }
  return leapt === null || now.getTime() - Date.parse(leapt) >= restMs;
}
