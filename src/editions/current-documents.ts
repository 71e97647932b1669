import { sql } from 'kysely';
import { asUid, asUids, type Db } from '#platform/database';
import type { EditionDocument } from './document.ts';

/** A subject's edition as readers see it now. */
export interface CurrentDocument {
  readonly number: number;
  readonly document: EditionDocument;
}

/**
 * The current editions of some subjects, by subject; those never published or taken back are absent, and
 * so is what is no public id at all.
 */
export async function currentDocuments(
  db: Db,
  subjects: readonly string[],
): Promise<Map<string, CurrentDocument>> {
  const uids = asUids(subjects);
  if (uids.length === 0) return new Map();
  const { rows } = await sql<CurrentDocument & { subject: string }>`
    select s.subject, e.number, e.document
    from published.subject s join published.edition e on e.uid = s.edition
    where s.subject = any(${sql.val(uids)}::uuid[])`.execute(db);
  return new Map(rows.map(({ subject, ...current }) => [subject, current]));
}

/**
 * What readers saw before an approved decision was carried out, by subject; what was not published then,
 * or was taken back since, is absent.
 */
export async function documentsBefore(
  db: Db,
  decision: string,
): Promise<Map<string, CurrentDocument>> {
  const { rows } = await sql<CurrentDocument & { subject: string }>`
    select e.subject, e.number, e.document
    from decision d join edition_decision own on own.decision_id = d.id
    join published.edition e on e.subject = own.subject and e.number = own.number - 1
    where d.uid = ${asUid(decision)}`.execute(db);
  return new Map(rows.map(({ subject, ...before }) => [subject, before]));
}
