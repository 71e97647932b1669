import { sql } from 'kysely';
import { currentDocuments, type EditionDocument } from '#editions';
import { asUid, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';

/** What became of a claim that a public letter rests on. */
export type NoteState = 'gone' | 'removed' | 'disputed';

export interface NoteChange {
  /** Words of the letter that rest on it. */
  readonly words: string;
  readonly state: NoteState;
  readonly at: Date;
  /** Signers who agreed to hear were told since. */
  readonly told: boolean;
}

interface PublicAnchorRow {
  readonly letterId: string;
  readonly subject: string;
  readonly claim: string;
}

/**
 * Notes what was withdrawn, taken back or contradicted since under public letters, once each. Their pages
 * show it by themselves; this is for the desk and for the letter's course.
 *
 * @returns how many are new.
 */
export async function noteChanges(db: Db, now: Date): Promise<number> {
  const { rows } = await sql<PublicAnchorRow>`
    select distinct l.id as "letterId", a.subject, a.claim
    from published.subject p join letter l on l.uid = p.subject
    join letter_version v on v.letter_id = l.id and v.state = 'approved'
    join letter_anchor a on a.version_id = v.id
    where p.kind = 'letter' and p.edition is not null and v.number = (
      select max(number) from letter_version n where n.letter_id = l.id and n.state = 'approved')`.execute(
    db,
  );
  if (rows.length === 0) return 0;
  const pages = await currentDocuments(db, [...new Set(rows.map(({ subject }) => subject))]);
  const found = rows.flatMap(({ letterId, subject, claim }) => {
    const state = noteState(pages.get(subject)?.document, claim);
    return state === undefined ? [] : [{ letter: letterId, subject, claim, state }];
  });
  if (found.length === 0) return 0;
  const { numAffectedRows = 0n } = await sql`
    insert into letter_note_change (letter_id, subject, claim, state, at)
    select f.letter, f.subject, f.claim, f.state, ${now}
    from jsonb_to_recordset(${JSON.stringify(found)}::jsonb)
      as f(letter bigint, subject uuid, claim uuid, state text)
    on conflict do nothing`.execute(db);
  return Number(numAffectedRows);
}

/** What a page says of a claim now that it does not stand any more. Pure. @returns undefined while it stands. */
export function noteState(page: EditionDocument | undefined, claim: string): NoteState | undefined {
  if (page === undefined) return 'removed';
  if (!page.claims.some(({ uid }) => uid === claim)) return 'gone';
  const properties = [...page.properties, ...page.parts.flatMap((part) => part.properties)];
  const isDisputed = properties.some(
    ({ dispute, settled, shown, others }) =>
      dispute === 'contradiction' &&
      !settled &&
      [...shown, ...others].some(({ claims }) => claims.includes(claim)),
  );
  return isDisputed ? 'disputed' : undefined;
}

/** What changed under a letter since it was published, the latest first. */
export async function listNoteChanges(db: Db, actor: Actor, letter: string): Promise<NoteChange[]> {
  const { rows } = await sql<NoteChange>`
    select coalesce((select a.words from letter_anchor a join letter_version v on v.id = a.version_id
        where v.letter_id = l.id and a.subject = c.subject and a.claim = c.claim
        order by v.number desc limit 1), '') as words, c.state, c.at,
      exists (select from letter_update u where u.letter_id = l.id and u.kind = 'claim'
        and u.created_at >= c.at and u.state in ('sending','sent')) as told
    from letter l join letter_note_change c on c.letter_id = l.id
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by c.id desc limit 100`.execute(db);
  return rows;
}
