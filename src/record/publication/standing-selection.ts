import { sql } from 'kysely';
import { asUids, type Db } from '#platform/database';
import { currentDocuments, type CurrentDocument } from '#editions';
import { publishable } from './cast.ts';
import type { Selection } from './prepare.ts';

/**
 * What readers see of some subjects now, as a choice that can be prepared again: the claims their
 * editions say, with what has since replaced them. What their authors held back stays back, and the
 * sensitive claims they ticked stay ticked. Subjects without a current edition are left out.
 */
export async function standingSelection(db: Db, subjects: readonly string[]): Promise<Selection> {
  const documents = await currentDocuments(db, asUids(subjects));
  return selectionOf(db, documents);
}

/** The same of editions that were loaded before. */
export async function selectionOf(
  db: Db,
  documents: ReadonlyMap<string, CurrentDocument>,
): Promise<Selection> {
  const said = [...documents.values()].flatMap(({ document }) =>
    document.claims.map((claim) => claim.uid),
  );
  const replacing = await successorsNow(db, said);
  const within = [...new Set([...said, ...replacing])];
  return { subjects: [...documents.keys()], within, included: within };
}

// A correction of a correction counts as well. Only what may be published: nothing of a partner's.
async function successorsNow(db: Db, claims: readonly string[]): Promise<string[]> {
  if (claims.length === 0) return [];
  const { rows } = await sql<{ uid: string }>`
    with recursive later as (
      select c.id, c.uid, c.state, c.scope_id from claim old join claim c on c.supersedes = old.id
      where old.uid = any(${sql.val(claims)}::uuid[]) and old.state <> 'accepted'
      union
      select c.id, c.uid, c.state, c.scope_id from later l join claim c on c.supersedes = l.id
    )
    select uid from later
    where state = 'accepted' and scope_id = any(${sql.val(publishable)}::integer[])`.execute(db);
  return rows.map((row) => row.uid);
}
