import { sql, type RawBuilder } from 'kysely';
import type { Appearance, Verification } from '@countersign/letter';
import { asUid, readPage, type Db, type Page } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import { readRetention, type RetentionFacts } from '../retention/read-retention.ts';
import { readWithheld, type WithheldFacts } from '../withheld/read-withheld.ts';

// Everything here works on a reader's connection: it sees the views of the schema `published` only.

/** Somebody who signed by name. */
export interface ListedSignature {
  /** Names the line in an address, at random; nothing else. */
  readonly id: string;
  readonly name: string;
  readonly credit: string;
  /** ISO 3166-1 alpha-2, or empty. */
  readonly country: string;
  readonly affiliation: string;
  readonly verification: Verification;
  /** Number of the version they signed. */
  readonly version: number;
  /** Public id of their page in the record, where the organisers have said whose it is. */
  readonly person: string | null;
  /** The organisers put this line first. */
  readonly chosen: boolean;
}

export interface SignatureFilter {
  /**
   * In any spelling; a part of name, credit or affiliation, or with fewer than three letters how a word
   * of them begins. Empty as each of the following: all.
   */
  readonly q: string;
  /** In any spelling; a part of the credit. */
  readonly credit: string;
  /** In any spelling; a part of the affiliation: a guild, a house. */
  readonly affiliation: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly verification: Verification | '';
  /** Number of a version; 0 for all. */
  readonly version: number;
  readonly order: SignatureOrder;
}

/** `time`: the newest first. `name` and `persian-name`: as it is written, by either alphabet. */
export type SignatureOrder = 'time' | 'name' | 'persian-name';

const perPage = 200;

/**
 * One page of those who signed a letter by name. Empty while names are hidden.
 *
 * @param at a place as an earlier page gave it; anything else is the first page.
 */
export async function listSignatures(
  db: Db,
  letter: string,
  filter: SignatureFilter,
  at?: string,
): Promise<Page<ListedSignature>> {
  return readPage(
    at,
    perPage,
    async (place, limit) => {
      const position = place && (await positionOf(db, letter, place.keys[0] ?? ''));
      if (place !== undefined && position === undefined) return [];
      const rows = await readBeyond(db, letter, filter, {
        ...{ limit, isBackwards: place?.side === 'before' },
        ...(position && { position }),
      });
      return rows.map(({ number: _, ...line }) => line);
    },
    ({ id }) => [id],
  );
}

/**
 * Everybody of the list, in its order and some thousand at a time. Each part is read anew: who leaves, or
 * has their name hidden meanwhile, is in none that follows.
 */
export async function* eachSignature(
  db: Db,
  letter: string,
  filter: SignatureFilter,
  atOnce = 2_000,
): AsyncGenerator<readonly ListedSignature[]> {
  let position: Position | undefined;
  for (;;) {
    const rows = await readBeyond(db, letter, filter, {
      ...{ limit: atOnce, isBackwards: false },
      ...(position && { position }),
    });
    if (rows.length > 0) yield rows.map(({ number: _, ...line }) => line);
    position = rows.at(-1);
    if (rows.length < atOnce) return;
  }
}

/** The lines that the organisers put first, in the order in which they chose them. */
export async function listChosen(db: Db, letter: string): Promise<readonly ListedSignature[]> {
  const { rows } = await sql<ListedSignature>`
    select ${shown} from published.letter_chosen s
    where s.letter_id = ${ofLetter(letter)} order by s.chosen_at, s.id`.execute(db);
  return rows;
}

/** Where a line stands, in every order. */
interface Position {
  /** Of the signature; it stays inside. */
  readonly number: string;
  readonly name: string;
}

const shown = sql`s.line as id, s.name, s.credit, s.country, s.affiliation, s.verification, s.version,
  s.person, s.chosen`;

// As a value of its own, not by a join: only then is the order that of an index.
const ofLetter = (letter: string) =>
  sql`(select letter_id from published.letter_signing where letter = ${asUid(letter)})`;

/** @returns undefined for a line that is not there any more. */
async function positionOf(db: Db, letter: string, id: string): Promise<Position | undefined> {
  const { rows } = await sql<Position>`
    select s.id as number, s.name from published.letter_signature s
    where s.letter_id = ${ofLetter(letter)} and s.line = ${asUid(id)}`.execute(db);
  return rows[0];
}

const collations = { name: 'und-x-icu', 'persian-name': 'fa-x-icu' } as const;

async function readBeyond(
  db: Db,
  letter: string,
  { q, credit, affiliation, country, verification, version, order }: SignatureFilter,
  {
    position,
    isBackwards,
    limit,
  }: { readonly position?: Position; readonly isBackwards: boolean; readonly limit: number },
): Promise<readonly (ListedSignature & Position)[]> {
  const conditions = [sql`s.letter_id = ${ofLetter(letter)}`];
  // What holds the credit holds its words: the index of the one serves for both.
  for (const words of [q, credit]) if (words !== '') conditions.push(holds(sql`s.folded`, words));
  if (credit !== '') conditions.push(holds(sql`s.credit_folded`, credit));
  // An index of its own, of lines that have one. Asked of all words too it is taken for rarer than it is, and
  // read by that index: people of one guild sign together, and a list read in its order would meet them late.
  if (affiliation !== '') {
    conditions.push(sql`s.affiliation_folded <> ''`, holds(sql`s.folded`, affiliation));
    conditions.push(holds(sql`s.affiliation_folded`, affiliation));
  }
  if (country !== '') conditions.push(sql`s.country = ${country}`);
  if (verification !== '') conditions.push(sql`s.verification = ${verification}`);
  if (version !== 0) conditions.push(sql`s.version = ${version}`);
  const isFalling = (order === 'time') !== isBackwards;
  const [than, direction] = isFalling ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  let by = sql`s.id ${direction}`;
  if (order === 'time') {
    if (position) conditions.push(sql`s.id ${than} ${position.number}::bigint`);
  } else {
    const name = sql`s.name collate ${sql.id(collations[order])}`;
    by = sql`${name} ${direction}, s.id ${direction}`;
    if (position) {
      conditions.push(
        sql`(${name}, s.id) ${than} (${position.name}::text, ${position.number}::bigint)`,
      );
    }
  }
  const { rows } = await sql<ListedSignature & Position>`
    select ${shown}, s.id as number from published.letter_signature s
    where ${sql.join(conditions, sql` and `)} order by ${by} limit ${limit}`.execute(db);
  return rows;
}

/**
 * Whether a column has words. The index knows three letters in a row, and how words begin: without either
 * every line would be read.
 */
function holds(column: RawBuilder<unknown>, words: string): RawBuilder<unknown> {
  const folded = foldForSearch(words.slice(0, 200));
  if (!/[\p{L}\p{N}]/u.test(folded)) return sql`false`;
  const escaped = folded.replaceAll(/[\\%_]/gu, String.raw`\$&`);
  if (/[\p{L}\p{N}]{3}/u.test(folded)) return sql`${column} like ${`%${escaped}%`}`;
  return sql`(${column} like ${`${escaped}%`} or ${column} like ${`% ${escaped}%`})`;
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
