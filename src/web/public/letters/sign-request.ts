import { publicSubject, readEdition, type LetterReading, type SubjectReading } from '#publish';
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
