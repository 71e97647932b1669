import {
  chooseText,
  firstText,
  listTexts,
  publicSubject,
  readEdition,
  type ChosenText,
  type LetterReading,
  type SubjectReading,
} from '#publish';
import { readSigning, type SigningFacts } from '#letters';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { notFound } from '../../not-found.ts';

/** A public letter that people sign. */
export interface SignableLetter {
  readonly reading: SubjectReading;
  readonly letter: LetterReading;
  readonly signing: SigningFacts;
}

/** @throws the page that is not there, also for a letter that nobody can sign. */
export async function signableLetter(db: Db, uid: string, locale: Locale): Promise<SignableLetter> {
  const [subject, signing] = await Promise.all([publicSubject(db, uid), readSigning(db, uid)]);
  if (subject?.state !== 'current' || signing === undefined) notFound();
  const reading = readEdition(subject.edition, locale);
  if (reading.letter === undefined) notFound();
  return { reading, letter: reading.letter, signing };
}

/**
 * The text that a form for signing stands under, always of the version that is signed now.
 *
 * @param language of the text to be read; the first of the page's language unless said.
 * @returns undefined where there is none.
 */
export function chosenToSign(
  letter: LetterReading,
  locale: Locale,
  language: string | undefined,
): ChosenText | undefined {
  if (language === undefined) return firstText(letter, locale);
  const chosen = chooseText(letter, language);
  return chosen?.version === letter.versions[0] ? chosen : undefined;
}

/** All that a form can stand under. */
export function textsToSign(letter: LetterReading): ChosenText[] {
  return listTexts(letter).filter(({ version }) => version === letter.versions[0]);
}
