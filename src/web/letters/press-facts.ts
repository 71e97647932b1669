import { publicSubject, readEdition } from '#publish';
import type { PressLetter } from '#publish/press';
import { readSigning, type SigningFacts } from '#letters';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';

/** @returns undefined for what is no public letter now. */
export async function readPressLetter(
  db: Db,
  uid: string,
  locale: Locale,
): Promise<PressLetter | undefined> {
  const [subject, signing] = await Promise.all([publicSubject(db, uid), readSigning(db, uid)]);
  if (subject?.state !== 'current' || subject.kind !== 'letter') return undefined;
  const { letter } = readEdition(subject.edition, locale);
  return letter && { uid, letter, publishedAt: subject.publishedAt, signing };
}

/** People, each counted by their first signature. */
export function peopleOf({ tallies }: Pick<SigningFacts, 'tallies'>): number {
  return tallies
    .filter(({ affirms }) => affirms === 'first')
    .reduce((total, { signed }) => total + signed, 0);
}
