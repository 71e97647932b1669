import { sql } from 'kysely';
import type { Verification } from '@countersign/letter';
import { asUid, type Db } from '#platform/database';

/** What a signer said, cleared by them and chosen by the organisers. */
export interface Quote {
  readonly words: string;
  /** BCP 47. */
  readonly language: string;
  readonly name: string;
  readonly credit: string;
  readonly affiliation: string;
  /** ISO 3166-1 alpha-2, or empty. */
  readonly country: string;
  readonly verification: Verification;
}

/** The quotes of a letter in the order in which they were chosen, on a reader's connection: a few dozen at most. */
export async function readQuotes(db: Db, letter: string): Promise<Quote[]> {
  const { rows } = await sql<Quote>`
    select words, language, name, credit, affiliation, country, verification
    from published.letter_quote where letter = ${asUid(letter)} order by chosen_at, uid`.execute(
    db,
  );
  return rows;
}
