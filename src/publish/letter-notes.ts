import { sql } from 'kysely';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import type { EditionDocument } from '#editions';
import { withLivePages } from './live-pages.ts';
import { readEdition, type SubjectReading } from './reading/read-edition.ts';
import type { AnchorReading, NameReading } from './reading/reading.ts';
import { toldValues, type ToldValue } from './reading/told-values.ts';

/** What a stretch of a letter rests on, as the record stands now. */
export interface LetterNote {
  /** From 1, in the order of the text. */
  readonly number: number;
  readonly words: string;
  readonly claims: readonly NoteClaim[];
}

/** What became of a claim that some words rest on. */
export type NoteClaim = {
  /** Public id of the claim: it stands once in a note. */
  readonly uid: string;
} & (
  | {
      /** `disputed`: other sources say otherwise, and nobody has settled it. */
      readonly state: 'stands' | 'disputed';
      readonly name: NameReading;
      readonly address: string;
      readonly told: ToldValue;
    }
  /** The page is there and says it no longer. */
  | { readonly state: 'gone'; readonly name: NameReading; readonly address: string }
  /** The page was taken back. */
  | { readonly state: 'removed' }
);

/**
 * Reads what a letter rests on from the pages that tell it now: what the record has withdrawn, corrected
 * or taken back since is seen at once, without a new edition of the letter.
 *
 * @param db a reader's connection.
 */
export async function readLetterNotes(
  db: Db,
  anchors: readonly AnchorReading[],
  locale: Locale,
): Promise<LetterNote[]> {
  const pages = await pagesOf(
    db,
    anchors.flatMap(({ claims }) => claims.map(({ subject }) => subject)),
    locale,
  );
  return anchors.map(({ words, claims }, at) => ({
    number: at + 1,
    words,
    claims: claims.map(({ subject, claim }) => noteClaim(pages.get(subject), claim)),
  }));
}

function noteClaim(page: SubjectReading | undefined, uid: string): NoteClaim {
  if (page === undefined) return { uid, state: 'removed' };
  const { name, address } = page;
  const told = toldValues(page).find(({ value }) =>
    [value.uid, ...value.claims.map((claim) => claim.uid)].includes(uid),
  );
  if (told === undefined) return { uid, state: 'gone', name, address };
  return { uid, state: told.isDisputed ? 'disputed' : 'stands', name, address, told };
}

async function pagesOf(
  db: Db,
  subjects: readonly string[],
  locale: Locale,
): Promise<Map<string, SubjectReading>> {
  if (subjects.length === 0) return new Map();
  const { rows } = await sql<{ subject: string; document: EditionDocument }>`
    select s.subject, e.document from published.subject s join published.edition e on e.uid = s.edition
    where s.subject = any(${sql.val([...new Set(subjects)])}::uuid[])`.execute(db);
  const pages = await Promise.all(
    rows.map(async ({ subject, document }) => {
      const live = await withLivePages(db, document);
      return [subject, readEdition(live, locale)] as const;
    }),
  );
  return new Map(pages);
}
