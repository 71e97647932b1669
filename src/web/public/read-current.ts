import {
  editionsOf,
  firstText,
  labelOfKind,
  listTexts,
  pagesQuoting,
  publicAmong,
  readEdition,
  readLetterNotes,
  readListed,
  sayDay,
  subjectsQuoting,
  withLivePages,
  type ChosenText,
  type LetterReading,
  type PublicSubject,
  type SubjectReading,
} from '#publish';
import { readCourse, readSigning } from '#letters';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import type { Instance } from '#web/context';
import { proofAddress } from '../log/log-addresses.ts';
import { editionLine } from './edition-line.ts';
import type { EditionFacts } from './edition-note.tsx';
import { courseSteps, withAddresseesOf } from './letters/course-steps.ts';
import { letterSharing } from './letters/sharing-facts.ts';
import { editionCountersigned } from './log/log-reading.ts';
import type { Quoting } from './source-page.tsx';

/** A subject that readers see. */
export type Current = Extract<PublicSubject, { state: 'current' }>;

/**
 * Everything that the page of a subject tells.
 *
 * @param choose of a letter, the text that is read; the first text of the page's language unless said.
 * @returns undefined where there is no such text.
 */
export async function readCurrent(
  {
    db,
    instance,
    locale,
  }: { readonly db: Db; readonly instance: Instance; readonly locale: Locale },
  subject: Current,
  choose: (letter: LetterReading) => ChosenText | undefined = (letter) => firstText(letter, locale),
) {
  const reading = readEdition(await withLivePages(db, subject.edition), locale);
  const isSource = subject.kind === 'source';
  const { number, hash } = subject;
  const chosen = reading.letter && choose(reading.letter);
  if (reading.letter !== undefined && chosen === undefined) return undefined;
  const anchors = chosen?.version.anchors ?? [];
  const [history, countersigned, mentions, quoting, notes, signing, course] = await Promise.all([
    editionsOf(db, reading.uid),
    editionCountersigned(db, reading.uid, number, locale),
    isSource ? [] : subjectsQuoting(db, reading.uid),
    isSource ? pagesQuoting(db, reading.uid) : [],
    readLetterNotes(db, anchors, locale),
    subject.kind === 'letter' ? readSigning(db, reading.uid) : undefined,
    reading.letter && chosen && readLetterCourse(db, reading.uid, reading.letter, chosen, locale),
  ]);
  const edition: EditionFacts = {
    number,
    countersigned,
    hash,
    published: sayDay(subject.publishedAt, locale),
    url: new URL(reading.address, instance.publicUrl).href,
    proof: proofAddress(locale, reading.uid),
    address: reading.address,
    history: history.map((step) => editionLine(step, locale)),
  };
  return {
    state: isSource ? 'source' : 'subject',
    site: instance,
    kindLabel: labelOfKind(subject.kind, locale),
    reading,
    chosen,
    texts: reading.letter && listTexts(reading.letter),
    edition,
    notes,
    signing,
    course,
    sharing:
      reading.letter &&
      chosen &&
      letterSharing(reading.letter, chosen, {
        ...{ uid: reading.uid, locale, site: instance, publishedAt: subject.publishedAt, signing },
      }),
    mentions: unlinked(
      reading,
      mentions.map((one) => readListed(one, locale)),
    ),
    quoting: quoting.map((one) => quotedOn(one, locale)),
  } as const;
}

async function readLetterCourse(
  db: Db,
  uid: string,
  { deliveries, solidarity, versions }: LetterReading,
  chosen: ChosenText,
  locale: Locale,
) {
  const sources = deliveries.flatMap(({ answered }) => answered?.source ?? []);
  const [facts, pages] = await Promise.all([
    readCourse(db, uid),
    publicAmong(db, [...solidarity, ...sources]),
  ]);
  const listed = pages.map((one) => readListed(one, locale));
  return {
    steps: courseSteps(facts, withAddresseesOf(chosen, deliveries)),
    lang: versions[0].text.language,
    solidarity: listed.filter((one) => solidarity.includes(one.uid)),
    answers: listed.filter((one) => sources.includes(one.uid)),
  };
}

function quotedOn(
  { subject, passages, claims }: Awaited<ReturnType<typeof pagesQuoting>>[number],
  locale: Locale,
): Quoting {
  return {
    ...readListed(subject, locale),
    claims,
    passages: passages.map(({ language, ...passage }) => ({
      ...passage,
      ...(language !== null && { language }),
    })),
  };
}

/** Pages that the subject's own page does not lead to already. */
function unlinked<Page extends { readonly uid: string }>(
  reading: SubjectReading,
  pages: readonly Page[],
): Page[] {
  const known = new Set(reading.interventions.map(({ uid }) => uid));
  return pages.filter(({ uid }) => !known.has(uid));
}
