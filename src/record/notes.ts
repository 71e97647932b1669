import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { may, scopesOf, type Actor } from '#accounts';
import { RecordRefusal } from './record-refusal.ts';

/** What a note is pinned to. */
export type NoteSubject = 'source' | 'entity' | 'claim';

export interface Note {
  readonly uid: string;
  readonly body: string;
  readonly author: string;
  readonly at: Date;
}

/** Writes an internal note: for colleagues, never published, never changed. */
export async function writeNote(
  tx: Tx,
  actor: Actor,
  subject: NoteSubject,
  subjectUid: string,
  body: string,
): Promise<void> {
  const text = body.trim();
  if (text === '' || text.length > 10_000)
    throw new RecordRefusal({ code: 'note-empty', field: 'body' });
  if (!may(actor, 'note.write')) throw new RecordRefusal({ code: 'not-allowed' });
  const column = sql.ref(`${subject}_id`);
  const { numAffectedRows } = await sql`
    insert into note (${column}, scope_id, body, author_id)
    select id, scope_id, ${text}, ${actor.accountId} from ${sql.table(subject)}
    where uid = ${subjectUid} and scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(
    tx,
  );
  if (numAffectedRows === 0n) throw new RecordRefusal({ code: 'not-found' });
}

/** Notes pinned to one thing, oldest first. */
export async function notesOn(
  db: Db,
  actor: Actor,
  subject: NoteSubject,
  subjectUid: string,
): Promise<Note[]> {
  const { rows } = await sql<Note>`
    select n.uid, n.body, a.name as author, n.at
    from note n
    join ${sql.table(subject)} s on s.id = ${sql.ref(`n.${subject}_id`)}
    join account a on a.id = n.author_id
    where s.uid = ${subjectUid} and n.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by n.id`.execute(db);
  return rows;
}

/** Notes pinned to the claims that rest on one source, by the claim's uid; oldest first. */
export async function notesOnClaimsFrom(
  db: Db,
  actor: Actor,
  sourceUid: string,
): Promise<Map<string, Note[]>> {
  const { rows } = await sql<Note & { claim: string }>`
    select n.uid, n.body, a.name as author, n.at, c.uid as claim
    from source s join passage p on p.source_id = s.id join claim c on c.passage_id = p.id
    join note n on n.claim_id = c.id join account a on a.id = n.author_id
    where s.uid = ${sourceUid} and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      and c.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      and n.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by n.id`.execute(db);
  const notes = new Map<string, Note[]>();
  for (const { claim, ...note } of rows) notes.set(claim, [...(notes.get(claim) ?? []), note]);
  return notes;
}
