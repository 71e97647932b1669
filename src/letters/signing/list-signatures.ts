import { sql } from 'kysely';
import type { Appearance, Verification } from '@countersign/letter';
import { asUid, type Db } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import { readRetention, type RetentionFacts } from '../retention/read-retention.ts';
import { readWithheld, type WithheldFacts } from '../withheld/read-withheld.ts';

// Everything here works on a reader's connection: it sees the views of the schema `published` only.

/** Somebody who signed by name. */
export interface ListedSignature {
  readonly id: string;
  readonly name: string;
  readonly credit: string;
  /** ISO 3166-1 alpha-2, or empty. */
  readonly country: string;
  readonly affiliation: string;
  readonly verification: Verification;
  /** Number of the version they signed. */
  readonly version: number;
}

export interface SignatureFilter {
  /** In any spelling; a part of name, credit or affiliation. */
  readonly q: string;
  /** ISO 3166-1 alpha-2, or empty for all. */
  readonly country: string;
  /** Id of the last one of the page before. */
  readonly after: string;
}

const page = 200;

/** One page of those who signed a letter by name, the newest first. Empty while names are hidden. */
export async function listSignatures(
  db: Db,
  letter: string,
  { q, country, after }: SignatureFilter,
): Promise<{ readonly signatures: readonly ListedSignature[]; readonly next: string | undefined }> {
  const folded = foldForSearch(q.slice(0, 200));
  const { rows } = await sql<ListedSignature>`
    select id, name, credit, country, affiliation, verification, version
    from published.letter_signature
    where letter = ${asUid(letter)}
      and (${folded} = '' or folded like ${`%${folded.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`})
      and (${country} = '' or country = ${country})
      and (${after} = '' or id < ${/^\d{1,18}$/u.test(after) ? after : '0'}::bigint)
    order by id desc limit ${page + 1}`.execute(db);
  return {
    signatures: rows.slice(0, page),
    next: rows.length > page ? rows[page - 1]?.id : undefined,
  };
}

/** How many signed one version of a letter in one class. */
export interface Tally {
  readonly version: number;
  /** People are counted by `first`. */
  readonly affirms: 'first' | 'again';
  readonly appearance: Appearance;
  readonly verification: Verification;
  readonly signed: number;
}

/** What a letter's page says of who signed. */
export interface SigningFacts {
  readonly state: 'planned' | 'open' | 'paused' | 'closed';
  /** While it is paused, and after it closed by itself. */
  readonly message: string;
  readonly opensAt: Date | null;
  readonly closesAt: Date | null;
  readonly namesHidden: boolean;
  readonly tallies: readonly Tally[];
  readonly withheld: WithheldFacts;
  /** Until when what signers give is kept; null when nobody has said. */
  readonly retention: RetentionFacts | null;
}

/** @returns undefined of a letter that is not public, or not for signing. */
export async function readSigning(db: Db, letter: string): Promise<SigningFacts | undefined> {
  const [signing, tallies, withheld, retention] = await Promise.all([
    sql<Omit<SigningFacts, 'tallies' | 'withheld' | 'retention'>>`
      select state, message, names_hidden as "namesHidden", opens_at as "opensAt",
        closes_at as "closesAt" from published.letter_signing
      where letter = ${asUid(letter)}`.execute(db),
    sql<Tally>`
      select version, affirms, appearance, verification, signed from published.letter_tally
      where letter = ${asUid(letter)} order by version, affirms, appearance, verification`.execute(
      db,
    ),
    readWithheld(db, letter, new Date()),
    readRetention(db, letter),
  ]);
  const [row] = signing.rows;
  if (row === undefined) return undefined;
  return { ...row, tallies: tallies.rows, withheld, retention };
}
