import { sql } from 'kysely';
import { scopesOf, teamScope, type Actor } from '#accounts';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { captionsByUid, loadAddedTerms } from '#record';

/** What an entry of the audit trail is about, as far as whoever reads it may see it. */
export interface AuditSubject {
  readonly name: string;
  /** Where the desk shows it; absent where it has no page. */
  readonly path?: string;
}

/**
 * Names of the things that entries are about, by uid. The trail itself keeps ids alone, so they are
 * looked up for each reader; what is gone, or beyond this reader's scopes, has none.
 */
export async function auditSubjects(
  db: Db,
  actor: Actor,
  uids: readonly string[],
  locale: Locale,
): Promise<ReadonlyMap<string, AuditSubject>> {
  if (uids.length === 0) return new Map();
  const wanted = sql`any(${sql.val([...new Set(uids)])}::uuid[])`;
  const scopes = sql`any(${sql.val(scopesOf(actor))}::integer[])`;
  const [{ rows }, captions] = await Promise.all([
    sql<{ uid: string; name: string; path: string | null }>`
      select uid, name, '/desk/people/' || uid as path from account where uid = ${wanted}
      union all select uid, name, '/desk/people' from invitation where uid = ${wanted}
      union all select uid, name, '/desk/people/partners' from partner where uid = ${wanted}
      union all select uid, name, '/desk/log' from log_countersigner where uid = ${wanted}
      union all select uid, origin, '/desk/log' from witnessed_log where uid = ${wanted}
      union all select uid, label, null from passkey where uid = ${wanted}
      union all select uid, title, '/desk/publications/' || uid from decision
        where uid = ${wanted} and ${teamScope}::integer = ${scopes}
      union all select c.uid, s.title, '/desk/sources/' || s.uid from copy c
        join source s on s.id = c.source_id where c.uid = ${wanted} and s.scope_id = ${scopes}
    `.execute(db),
    loadAddedTerms(db).then((added) => captionsByUid(db, actor, uids, locale, added)),
  ]);
  const found = new Map<string, AuditSubject>();
  for (const [uid, { text }] of captions) {
    found.set(uid, { name: text, path: `/desk/entities/${uid}` });
  }
  for (const { uid, name, path } of rows) {
    found.set(uid, { name, ...(path !== null && { path }) });
  }
  return found;
}
