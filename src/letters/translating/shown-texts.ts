import { sql } from 'kysely';
import { asUid, type Db } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { isTextHash } from '@countersign/letter';

/** What a form for signing stood under. */
export interface ShownTexts {
  /** Public id of the letter. */
  readonly letter: string;
  /** SHA-256 (hexadecimal) of the text that is signed. */
  readonly text: string;
  /** The same of the translation that was shown with it; empty where none was. */
  readonly translation: string;
}

/**
 * Languages of the texts that were before somebody who signs, in the order of the alphabet. Read from the
 * texts themselves: a form may stand under a page that was kept while another text came.
 *
 * @throws LetterRefusal `sign-letter-unknown` for a text, or a translation of it, that never was.
 */
export async function shownLanguages(
  db: Db,
  { letter, text, translation }: ShownTexts,
): Promise<string[]> {
  const { rows } = await sql<{ language: string; translated: string | null }>`
    select v.language, (select t.language from letter_translation t
      where t.version_id = v.id and t.hash = decode(${hex(translation)}, 'hex')
        and t.state in ('approved','withdrawn') limit 1) as translated
    from letter l join letter_version v on v.letter_id = l.id and v.state = 'approved'
    where l.uid = ${asUid(letter)} and v.hash = decode(${hex(text)}, 'hex')`.execute(db);
  const [row] = rows;
  if (row === undefined || (translation !== '' && row.translated === null)) {
    throw new LetterRefusal({ code: 'sign-letter-unknown' });
  }
  return [row.language, ...(row.translated === null ? [] : [row.translated])].toSorted();
}

function hex(hash: string): string {
  return isTextHash(hash) ? hash : '';
}
