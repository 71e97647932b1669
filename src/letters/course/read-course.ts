import { sql } from 'kysely';
import { asUid, type Db } from '#platform/database';
import type { NoteState } from './note-changes.ts';

// Everything here works on a reader's connection: it sees the views of the schema `published` only.

/** What is computed of a public letter's course; what was decided on stands in its edition. */
export interface CourseFacts {
  /** When each number of versions was first public, the first first. */
  readonly versions: readonly { readonly number: number; readonly at: Date }[];
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  /** Null for what nobody signs; never before readers saw the letter. */
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  readonly milestones: readonly { readonly reached: number; readonly at: Date }[];
  readonly changes: readonly { readonly state: NoteState; readonly at: Date }[];
}

/** @returns nothing of a letter that is not public. */
export async function readCourse(db: Db, letter: string): Promise<CourseFacts> {
  const uid = asUid(letter);
  const [versions, signing, milestones, changes] = await Promise.all([
    sql<{ number: number; at: Date }>`
      select jsonb_array_length(document #> '{letter,versions}') as number, min(published_at) as at
      from published.edition where subject = ${uid} and kind = 'letter'
      group by 1 order by 1`.execute(db),
    sql<Pick<CourseFacts, 'opensAt' | 'closesAt' | 'openedAt' | 'closedAt'> & { state: string }>`
      select state, opens_at as "opensAt", closes_at as "closesAt", opened_at as "openedAt",
        closed_at as "closedAt"
      from published.letter_signing where letter = ${uid}`.execute(db),
    sql<CourseFacts['milestones'][number]>`
      select reached, at from published.letter_milestone where letter = ${uid} order by reached`.execute(
      db,
    ),
    sql<CourseFacts['changes'][number]>`
      select distinct on (state, date_trunc('day', at)) state, at
      from published.letter_note_change where letter = ${uid}
      order by state, date_trunc('day', at), at`.execute(db),
  ]);
  const [published] = versions.rows;
  const { state, openedAt, ...dates } = signing.rows[0] ?? nothing;
  // People may have been asked in private before; that is nobody's business.
  const isOpen = openedAt !== null && state !== 'planned' && published !== undefined;
  const since = isOpen && openedAt < published.at ? published.at : openedAt;
  return {
    ...{ versions: versions.rows, milestones: milestones.rows, changes: changes.rows },
    ...{ ...dates, openedAt: isOpen ? since : null },
  };
}

const nothing = { state: 'closed', opensAt: null, closesAt: null, openedAt: null, closedAt: null };
