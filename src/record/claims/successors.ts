import { sql } from 'kysely';
import { asUid, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { isVisible } from './visible.ts';

/** Uids of the claims that were written to replace one, whatever became of them; oldest first. */
export async function successorsOf(db: Db, actor: Actor, uid: string): Promise<string[]> {
  const { rows } = await sql<{ uid: string }>`
    select c.uid from claim old join claim c on c.supersedes = old.id
    where old.uid = ${asUid(uid)} and ${isVisible(scopesOf(actor))} order by c.id`.execute(db);
  return rows.map((row) => row.uid);
}
