import { scopesOf, may, type Actor } from '#accounts';
import type { SnippetPart } from '#evidence';
import type { Db } from '#platform/database';
import { findNames, soughtNames } from '#record';
import { unpublishedWords, type LetterWords } from './texts-of-letters.ts';

/** Words of a letter that do not stand in its edition, in which somebody is named. */
export interface LetterNaming extends Omit<LetterWords, 'lines'> {
  /** A whole name stands there, and not only a family name. */
  readonly whole: boolean;
  /** The words with the name marked. */
  readonly parts: readonly SnippetPart[];
}

/**
 * Where somebody stands in drafts, unpublished versions and translations of letters, in mails to signers, in what is
 * told of signing and deliveries, and in quotes that are shown: whoever erases them is shown the words, because nobody but their
 * writers can mend them. What stands in letters' editions is found as on every page. Reads every letter of the actor's scopes.
 *
 * @param names every name somebody was ever recorded under.
 */
export async function lettersNaming(
  db: Db,
  actor: Actor,
  names: readonly string[],
): Promise<LetterNaming[]> {
  const sought = soughtNames(names);
  if (sought.length === 0 || !may(actor, 'letter.write')) return [];
  const naming: LetterNaming[] = [];
  for await (const part of unpublishedWords(db, scopesOf(actor))) {
    for (const { lines, ...where } of part) {
      const named = lines.flatMap((line) => findNames(line, sought) ?? []);
      const found = named.find(({ whole }) => whole) ?? named[0];
      if (found !== undefined) naming.push({ ...where, ...found });
    }
  }
  return naming;
}
