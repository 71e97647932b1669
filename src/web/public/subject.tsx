import { data, redirect } from 'react-router';
import {
  addressOf,
  editionsOf,
  kindOfPath,
  labelOfKind,
  pagesQuoting,
  publicAmong,
  publicSubject,
  readEdition,
  readLetterNotes,
  readListed,
  removalReason,
  sayDay,
  subjectsQuoting,
  withLivePages,
  type LetterReading,
  type PublicSubject,
  type SubjectReading,
} from '#publish';
import { readCourse, readSigning } from '#letters';
import type { Db } from '#platform/database';
import { isLocale, type Locale } from '#platform/languages';
import { houseContext, pageContext, type Instance } from '#web/context';
import { useT } from '../messages/catalogs.ts';
import { proofAddress } from '../log/log-addresses.ts';
import { notFound } from '../not-found.ts';
import { editionCountersigned } from './log/log-reading.ts';
import { PageHead } from './page-head.tsx';
import { editionLine } from './edition-line.ts';
import type { EditionFacts } from './edition-note.tsx';
import { CourseSection } from './letters/course-section.tsx';
import { courseSteps } from './letters/course-steps.ts';
import { SigningSummary } from './letters/signing-summary.tsx';
import { RemovedPage } from './removed-page.tsx';
import { SourcePage, type Quoting } from './source-page.tsx';
import { SubjectPage } from './subject-page.tsx';
import type { Route } from './+types/subject.ts';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, uid } = params;
  const kind = kindOfPath(params.kinds);
  if (!isLocale(locale) || kind === undefined) notFound();
  const { readerDb } = context.get(houseContext);
  const { instance } = context.get(pageContext);
  const subject = await publicSubject(readerDb, uid);
  if (subject === undefined) notFound();
  if (subject.kind !== kind) throw redirect(addressOf(locale, subject.kind, uid) ?? '/', 301);
  if (subject.state === 'removed') {
    const reason = removalReason(subject.removedFor, locale);
    const date = sayDay(subject.removedAt, locale);
    const proof = proofAddress(locale, uid);
    return data({ state: 'removed', kind, reason, date, proof } as const, { status: 410 });
  }
  return data(await readCurrent(readerDb, instance, locale, subject));
}

type Current = Extract<PublicSubject, { state: 'current' }>;

async function readCurrent(db: Db, instance: Instance, locale: Locale, subject: Current) {
  const reading = readEdition(await withLivePages(db, subject.edition), locale);
  const isSource = subject.kind === 'source';
  const { number, hash } = subject;
  const anchors = reading.letter?.versions[0].anchors ?? [];
  const [history, countersigned, mentions, quoting, notes, signing, course] = await Promise.all([
    editionsOf(db, reading.uid),
    editionCountersigned(db, reading.uid, number, locale),
    isSource ? [] : subjectsQuoting(db, reading.uid),
    isSource ? pagesQuoting(db, reading.uid) : [],
    readLetterNotes(db, anchors, locale),
    subject.kind === 'letter' ? readSigning(db, reading.uid) : undefined,
    reading.letter && readLetterCourse(db, reading.uid, reading.letter, locale),
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
    edition,
    notes,
    signing,
    course,
    mentions: unlinked(
      reading,
      mentions.map((one) => readListed(one, locale)),
    ),
    quoting: quoting.map(({ subject: page, passages, claims }): Quoting => ({
      ...readListed(page, locale),
      claims,
      passages: passages.map(({ language, ...passage }) => ({
        ...passage,
        ...(language !== null && { language }),
      })),
    })),
  } as const;
}

async function readLetterCourse(
  db: Db,
  uid: string,
  { deliveries, solidarity }: LetterReading,
  locale: Locale,
) {
  const sources = deliveries.flatMap(({ answered }) => answered?.source ?? []);
  const [facts, pages] = await Promise.all([
    readCourse(db, uid),
    publicAmong(db, [...solidarity, ...sources]),
  ]);
  const listed = pages.map((one) => readListed(one, locale));
  return {
    steps: courseSteps(facts, deliveries),
    solidarity: listed.filter((one) => solidarity.includes(one.uid)),
    answers: listed.filter((one) => sources.includes(one.uid)),
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

export default function Subject({ loaderData }: Route.ComponentProps) {
  const t = useT('public');
  if (loaderData.state === 'removed') return <RemovedPage {...loaderData} />;
  const { reading, site, edition, kindLabel, signing, course } = loaderData;
  const [source, ...through] = reading.sources.toSorted(
    (a, b) => Number(b.uid === reading.uid) - Number(a.uid === reading.uid),
  );
  return (
    <>
      <PageHead
        title={reading.name.text}
        siteName={site.name}
        description={[
          kindLabel,
          ...reading.occupations,
          t('edition.number', { number: edition.number }),
          edition.published,
        ].join(' · ')}
        publicUrl={site.publicUrl}
        path={reading.address.slice(3)}
        type={reading.kind === 'person' ? 'profile' : 'article'}
      />
      {loaderData.state === 'source' && source !== undefined ? (
        <SourcePage
          source={source}
          through={through}
          kindLabel={kindLabel}
          publisher={site.name}
          edition={edition}
          quoting={loaderData.quoting}
        />
      ) : (
        <SubjectPage
          reading={reading}
          publisher={site.name}
          edition={edition}
          mentions={loaderData.mentions}
          notes={loaderData.notes}
          answers={course?.answers}
          after={
            <>
              {signing !== undefined && (
                <SigningSummary
                  signing={signing}
                  uid={reading.uid}
                  publicUrl={site.publicUrl}
                  links
                />
              )}
              {course !== undefined && <CourseSection {...course} />}
            </>
          }
        />
      )}
    </>
  );
}

export { PageError as ErrorBoundary } from '../components/index.ts';
