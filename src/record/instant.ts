import { sql, type RawBuilder } from 'kysely';

/**
 * A moment as the database keeps it: UTC, to the microsecond, `2026-01-09T10:15:30.123456Z`. A `Date`
 * ends at the millisecond, in which several people may have done something.
 */
export type Instant = string & { readonly [instant]: true };
declare const instant: unique symbol;

const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/;

/** @returns undefined for what is no such moment. Fewer digits are filled with zeros. */
export function parseInstant(text: string): Instant | undefined {
  const [, seconds, fraction = ''] = form.exec(text) ?? [];
  // PostgreSQL knows no year 0 and refuses it with an error of its own.
  if (seconds === undefined || seconds.startsWith('0000')) return undefined;
  const read = new Date(`${seconds}Z`);
  // Date takes the 30th of February for the 2nd of March.
  if (Number.isNaN(read.getTime()) || read.toISOString().slice(0, 19) !== seconds) return undefined;
  return `${seconds}.${fraction.padEnd(6, '0')}Z` as Instant;
}

/** A column of type `timestamptz` as an {@link Instant}. */
export function asInstant(column: string): RawBuilder<Instant> {
  return sql<Instant>`to_char(${sql.ref(column)} at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}
