import { sql } from 'kysely';
import { asUid, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';

/** Who changed the description of a source last; undefined while it stands as it was added. */
export async function lastEditor(
  db: Db,
  actor: Actor,
  uid: string,
): Promise<{ readonly name: string; readonly at: Date } | undefined> {
  const { rows } = await sql<{ name: string; at: Date }>`
    select a.name, h.changed_at as at from source s
    join source_history h on h.source_id = s.id join account a on a.id = h.changed_by
    where s.uid = ${asUid(uid)} and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by h.revision desc limit 1`.execute(db);
  return rows[0];
}
