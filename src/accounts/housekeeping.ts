import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { browserDays, sessionDays, sessionIdleHours } from './lifetimes.ts';
import { dropSpentTries } from './throttle.ts';

/**
 * Deletes what has expired: sessions, links, challenges, counters, and the names and mailboxes of
 * people who never accepted. Nothing depends on it for safety (expired things open nothing); run
 * it once an hour so that nothing about anyone stays longer than it is needed.
 */
export async function dropExpired(db: Db): Promise<void> {
  await dropSpentTries(db);
  await sql`delete from challenge where expires_at < now()`.execute(db);
  await sql`delete from half_sign_in where expires_at < now()`.execute(db);
  await sql`delete from account_link where expires_at < now()`.execute(db);
  await sql`
    delete from session where created_at < now() - make_interval(days => ${sessionDays})
      or seen_at < now() - make_interval(hours => ${sessionIdleHours})
  `.execute(db);
  await sql`
    delete from known_browser where known_since < now() - make_interval(days => ${browserDays})
  `.execute(db);
  // A month longer than they open anything, so that the list still shows who has not come.
  await sql`delete from invitation where expires_at < now() - interval '30 days'`.execute(db);
}
