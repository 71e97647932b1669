import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { checkpointChannel } from '../publish-checkpoint.ts';
import { requestTimestamp, type TimestampResult } from './request-timestamp.ts';

export interface StampOptions {
  readonly urls: readonly string[];
  /** DER; see `readTsaRoots`. */
  readonly trustedRoots: readonly Uint8Array[];
  readonly nowMs: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
}

/** An authority is asked this often at most: it serves others too. */
const leastIntervalMs = 10 * 60_000;

/**
 * Has the newest published checkpoint timestamped by every authority that has not done so, and keeps
 * what verifies. One token covers every entry of the tree.
 *
 * @returns what failed; the log goes on without.
 */
export async function stampPublished(
  db: Db,
  options: StampOptions,
): Promise<Extract<TimestampResult, { ok: false }>[]> {
  if (options.urls.length === 0) return [];
  const { rows } = await sql<{ size: string; note: string; url: string }>`
    with newest as (
      select size, note from log_checkpoint where published_at is not null
      order by size desc limit 1
    )
    select n.size, n.note, u.url from newest n
    cross join unnest(${sql.val(options.urls)}::text[]) as u(url)
    where not exists (
      select from log_timestamp t where t.url = u.url
        and (t.size = n.size or t.stamped_at > ${new Date(options.nowMs() - leastIntervalMs)})
    )`.execute(db);
  const asked = await Promise.all(
    rows.map(async ({ size, note, url }) => {
      const { trustedRoots, fetch, timeoutMs } = options;
      const limits = { trustedRoots, fetch, timeoutMs, nowMs: options.nowMs() };
      const result = await requestTimestamp(url, Buffer.from(note), limits);
      if (!result.ok) return [result];
      // Pages that say since when something stands in the log are made anew.
      await sql`
        with kept as (
          insert into log_timestamp (size, url, token, stamped_at)
          values (${size}, ${url}, ${Buffer.from(result.token)}, ${new Date(result.verdict.genTimeMs)})
          on conflict do nothing returning size
        )
        select pg_notify(${checkpointChannel}, '') from kept`.execute(db);
      return [];
    }),
  );
  return asked.flat();
}
