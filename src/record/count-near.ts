import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/database';

/** How many rows a list has, as far as anybody pages. */
export interface NearCount {
  readonly total: number;
  /** There are more than were counted. */
  readonly isMore: boolean;
}

const beyond = 1_000;

/**
 * Counts the rows of a list to a thousand beyond the page that is shown. Counting on costs as much as
 * reading the whole record, because each row is checked against the reader's scopes.
 *
 * @param rows the statement from its `from` on, without an order.
 * @param end number of rows up to the end of the page.
 */
export async function countNear(
  db: Db,
  rows: RawBuilder<unknown>,
  end: number,
): Promise<NearCount> {
  const most = end + beyond;
  const { rows: counted } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 ${rows} limit ${most + 1}) as near`.execute(db);
  const n = counted[0]?.n ?? 0;
  return { total: Math.min(n, most), isMore: n > most };
}
