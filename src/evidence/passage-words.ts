import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';

/** The words of some passages and where they stand, by uid; those not for this actor are absent. */
export async function passageWords(
  db: Db,
  actor: Actor,
  uids: readonly string[],
): Promise<Map<string, { readonly source: string; readonly quote: string }>> {
  const { rows } = await sql<{ uid: string; source: string; quote: string | null }>`
    select p.uid, s.uid as source, p.quote from passage p join source s on s.id = p.source_id
    where p.uid = any(${sql.val(uids)}::uuid[])
      and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  return new Map(rows.map(({ uid, source, quote }) => [uid, { source, quote: quote ?? '' }]));
}
