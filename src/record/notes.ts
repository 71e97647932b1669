import { sql } from 'kysely';
import { asUid, asUids, isKeepable, type Db, type Tx } from '#platform/database';
import { may, publicScope, scopesOf, teamScope, type Actor } from '#accounts';
import { isVisible } from './claims/visible.ts';
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
  if (!isKeepable(text)) throw new RecordRefusal({ code: 'bad-characters', field: 'body' });
  if (!may(actor, 'note.write')) throw new RecordRefusal({ code: 'not-allowed' });
  const column = sql.ref(`${subject}_id`);
  const { numAffectedRows } = await sql`
    insert into note (${column}, scope_id, body, author_id)
    select c.id, case when c.scope_id = ${publicScope} then ${ownScope(actor)} else c.scope_id end,
      ${text}, ${actor.accountId}
    from ${sql.table(subject)} c
    where c.uid = ${asUid(subjectUid)} and ${isWithin(actor, subject)}`.execute(tx);
  if (numAffectedRows === 0n) throw new RecordRefusal({ code: 'not-found' });
}

// What is everybody's is discussed among colleagues all the same: a partner reads what the team
// shared, not what the team thinks of it.
function ownScope(actor: Actor): number {
  return scopesOf(actor).includes(teamScope) ? teamScope : publicScope;
}

function isWithin(actor: Actor, subject: NoteSubject) {
  if (subject === 'claim') return isVisible(scopesOf(actor));
  return sql`c.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`;
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
    join ${sql.table(subject)} c on c.id = ${sql.ref(`n.${subject}_id`)}
    join account a on a.id = n.author_id
    where c.uid = ${asUid(subjectUid)} and n.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      and ${isWithin(actor, subject)}
    order by n.id`.execute(db);
  return rows;
}

/** Notes pinned to the claims that rest on one source, by the claim's uid; oldest first. */
export async function notesOnClaimsFrom(
  db: Db,
  actor: Actor,
  sourceUid: string,
): Promise<Map<string, Note[]>> {
  const { rows } = await sql<ClaimNote>`
    select n.uid, n.body, a.name as author, n.at, c.uid as claim
    from source s join passage p on p.source_id = s.id join claim c on c.passage_id = p.id
    join note n on n.claim_id = c.id join account a on a.id = n.author_id
    where s.uid = ${asUid(sourceUid)} and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      and ${isVisible(scopesOf(actor))}
      and n.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by n.id`.execute(db);
  return byClaim(rows);
}

/** Notes pinned to some claims, by the claim's uid; oldest first. */
export async function notesOnClaims(
  db: Db,
  actor: Actor,
  uids: readonly string[],
): Promise<Map<string, Note[]>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<ClaimNote>`
    select n.uid, n.body, a.name as author, n.at, c.uid as claim
    from claim c join note n on n.claim_id = c.id join account a on a.id = n.author_id
    where c.uid = any(${sql.val(asUids(uids))}::uuid[]) and ${isVisible(scopesOf(actor))}
      and n.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by n.id`.execute(db);
  return byClaim(rows);
}

interface ClaimNote extends Note {
  readonly claim: string;
}

function byClaim(rows: readonly ClaimNote[]): Map<string, Note[]> {
  const notes = new Map<string, Note[]>();
  for (const { claim, ...note } of rows) notes.set(claim, [...(notes.get(claim) ?? []), note]);
  return notes;
}
