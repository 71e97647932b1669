import { sql } from 'kysely';
import type { Db } from '#platform/database';
import type { EditionDocument } from '#editions';
import { isUid } from './subjects.ts';

/** One edition in the history of a subject. */
export interface EditionStep {
  readonly number: number;
  readonly publishedAt: Date;
  readonly correction?: string;
  readonly hash: string;
}

/** The editions of a subject, the newest first; none where it was taken back. */
export async function editionsOf(db: Db, uid: string): Promise<EditionStep[]> {
  if (!isUid(uid)) return [];
  const { rows } = await sql<{
    number: number;
    published_at: Date;
    correction: string | null;
    hash: string;
  }>`
    select number, published_at, correction, encode(hash, 'hex') as hash
    from published.edition where subject = ${uid} order by number desc`.execute(db);
  return rows.map(({ number, published_at: publishedAt, correction, hash }) => ({
    number,
    publishedAt,
    hash,
    ...(correction !== null && { correction }),
  }));
}

/** One edition of a subject, current or not. */
export interface PublicEdition extends EditionStep {
  readonly document: EditionDocument;
  /** Number of the edition that readers see now. */
  readonly current: number;
}

const mostNumber = 1_000_000;

/**
 * An edition by its number.
 *
 * @returns undefined where there is none: editions of what was taken back, and those that named it, are
 * gone.
 */
export async function publicEdition(
  db: Db,
  uid: string,
  number: number,
): Promise<PublicEdition | undefined> {
  if (!isUid(uid) || !Number.isInteger(number) || number < 1 || number > mostNumber) {
    return undefined;
  }
  const { rows } = await sql<{
    document: EditionDocument;
    published_at: Date;
    correction: string | null;
    hash: string;
    current: number;
  }>`
    select e.document, e.published_at, e.correction, encode(e.hash, 'hex') as hash,
      c.number as current
    from published.edition e join published.subject s on s.subject = e.subject
    join published.edition c on c.uid = s.edition
    where e.subject = ${uid} and e.number = ${number}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { document, published_at: publishedAt, correction, hash, current } = row;
  return {
    ...{ document, number, publishedAt, hash, current },
    ...(correction !== null && { correction }),
  };
}
