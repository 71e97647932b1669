import { sql } from 'kysely';
import { scopesOf, type Actor } from '#accounts';
import { asCount, type Db } from '#platform/database';
import { searchPieces, searchWords, snippet, type SnippetPart } from './search-words.ts';

/** Makes a text layer findable, in the transaction that writes it. Once per layer. */
export async function indexText(
  db: Db,
  sourceId: string,
  layerId: string,
  text: string,
): Promise<void> {
  const pieces = searchPieces(text);
  if (pieces.length === 0) return;
  await sql`
    insert into search_piece (source_id, layer_id, start_offset, end_offset, words)
    select ${sourceId}, ${layerId}, p.start, p.end, array_to_tsvector(p.words)
    from jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb)
      as p(start integer, "end" integer, words text[])`.execute(db);
}

/** Makes a source findable by what describes it; again whenever that changes. */
export async function indexDescription(db: Db, sourceId: string): Promise<void> {
  const source = await db
    .selectFrom('source')
    .where('id', '=', sourceId)
    .select(['title', 'authors', 'publisher', 'address'])
    .executeTakeFirst();
  if (source === undefined) return;
  const { title, authors, publisher, address } = source;
  const words = searchWords([title, ...authors, publisher ?? '', address ?? ''].join(' '));
  await sql`delete from search_piece where source_id = ${sourceId} and layer_id is null`.execute(
    db,
  );
  await sql`
    insert into search_piece (source_id, words)
    values (${sourceId}, array_to_tsvector(${sql.val(words)}::text[]))`.execute(db);
}

/** A source that a search found. */
export interface FoundSource {
  readonly uid: string;
  readonly title: string;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly language: string | null;
  /** Whether its title, authors or publisher matched; these come first. */
  readonly byDescription: boolean;
  /** Words of its text with the hits marked; empty when only the description matched. */
  readonly snippet: readonly SnippetPart[];
}

interface FoundRow extends Omit<FoundSource, 'snippet'> {
  readonly piece: string | null;
}

// Common words match nearly everything; as many pieces as one could look through are enough.
const maxPieces = 500;

/**
 * Finds sources by the words of their descriptions and texts: each word of the search by its
 * beginning, all of them in one piece of about two pages. Folded alike, so `كريمي` finds `کریمی`.
 * Only within the actor's scopes, decided in the statement.
 *
 * @param limit 30 unless said, 100 at most.
 */
export async function searchSources(
  db: Db,
  actor: Actor,
  typed: string,
  limit = 30,
): Promise<FoundSource[]> {
  const words = searchWords(typed.slice(0, 200).toWellFormed()).slice(0, 12);
  if (words.length === 0) return [];
  // Folding takes a letter apart now and then, and an apostrophe comes out of it.
  const query = words.map((one) => `'${one.replaceAll(/['\\]/g, '$&$&')}':*`).join(' & ');
  const { rows } = await sql<FoundRow>`
    with hits as materialized (
      select p.source_id, p.layer_id, p.start_offset, p.end_offset
      from search_piece p join source s on s.id = p.source_id
      where p.words @@ ${query}::tsquery
        and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      limit ${maxPieces}
    ), best as (
      select source_id, bool_or(layer_id is null) as described, min(layer_id) as layer_id
      from hits group by source_id
    )
    select s.uid, s.title, s.publisher, s.published, s.language, b.described as "byDescription",
      (select substring(l.text from h.start_offset + 1 for h.end_offset - h.start_offset)
       from hits h join text_layer l on l.id = h.layer_id
       where h.layer_id = b.layer_id order by h.start_offset limit 1) as piece
    from best b join source s on s.id = b.source_id
    order by b.described desc, s.changed_at desc, s.id desc
    limit ${asCount(limit, 100)}`.execute(db);
  return rows.map(({ piece, ...row }) => ({
    ...row,
    snippet: piece === null ? [] : snippet(piece, words),
  }));
}
