import { sql } from 'kysely';
import { canonicalJson } from '@countersign/proof';
import { asUid, type Db } from '#platform/database';

// Everything here works on a reader's connection: it sees the views of the schema `published` only.

/**
 * The newest roll that the log has counted, as it is served (spec/count.md).
 *
 * @returns undefined of a letter that is not public, or not counted yet.
 */
export async function readRoll(db: Db, letter: string): Promise<string | undefined> {
  const { rows } = await sql<{ head: string; entry: string; place: string }>`
    select head, entry, place from published.letter_roll where letter = ${asUid(letter)}`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { head, entry, place } = row;
  return canonicalJson({ v: 1, head, counted: { entry, place } });
}

/** A part of a roll by its SHA-256 in hexadecimal. */
export async function readRollPart(
  db: Db,
  letter: string,
  sha256: string,
): Promise<Buffer | undefined> {
  const { rows } = await sql<{ body: Buffer }>`
    select body from published.letter_roll_part
    where letter = ${asUid(letter)} and hash = decode(${sha256}, 'hex')`.execute(db);
  return rows[0]?.body;
}

/**
 * The count of a letter as a page or a widget reads it again and again: people and words for other
 * versions now, and what the log has counted last.
 */
export async function readCount(db: Db, letter: string): Promise<string | undefined> {
  const { rows } = await sql<{
    state: string;
    people: number;
    again: number;
    entry: string | null;
    place: string | null;
    counted: number | null;
  }>`
    select s.state, coalesce(t.people, 0)::integer as people, coalesce(t.again, 0)::integer as again,
      r.entry, r.place, (o.fields ->> 'signed')::integer as counted
    from published.letter_signing s
    left join lateral (select sum(signed) filter (where affirms = 'first') as people,
      sum(signed) filter (where affirms = 'again') as again
      from published.letter_tally t where t.letter = s.letter) t on true
    left join published.letter_roll r on r.letter = s.letter
    left join published.log_entry o on o.entry = r.entry
    where s.letter = ${asUid(letter)}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { state, people, again, entry, place, counted } = row;
  const inLog = entry !== null && place !== null ? { entry, place, people: counted } : null;
  return canonicalJson({ v: 1, letter, state, people, again, counted: inLog });
}
