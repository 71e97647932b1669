import { sql } from 'kysely';
import type { Db } from '#platform/database';
import type { EditionDocument } from '#editions';
import { searchWords } from '#evidence';
import { documentTexts } from './document-texts.ts';

/**
 * Writes down the words of editions that have none yet, so that names in them are found by an index.
 *
 * @param decision only the editions of this decision, by uid; the oldest without words otherwise.
 * @returns how many were written.
 */
export async function indexEditionWords(db: Db, decision?: string): Promise<number> {
  const ofDecision =
    decision === undefined
      ? sql`true`
      : sql`e.uid in (select d.edition from edition_decision d
          join decision on decision.id = d.decision_id where decision.uid = ${decision})`;
  const { rows } = await sql<{
    uid: string;
    document: EditionDocument;
    correction: string | null;
  }>`
    select e.uid, e.document, e.correction from published.edition e
    where ${ofDecision} and not exists (select from edition_words w where w.edition = e.uid)
    limit ${decision === undefined ? 200 : 100_000}`.execute(db);
  if (rows.length === 0) return 0;
  const words = rows.map(({ uid, document, correction }) => ({
    uid,
    words: searchWords(
      documentTexts(document, correction ?? '')
        .map(({ text }) => text)
        .join('\n'),
    ),
  }));
  await sql`
    insert into edition_words (edition, words)
    select w.uid, array_to_tsvector(w.words)
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as w(uid uuid, words text[])
    join published.edition e on e.uid = w.uid
    on conflict (edition) do nothing`.execute(db);
  return rows.length;
}
