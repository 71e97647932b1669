import { data } from 'react-router';
import {
  addressOf,
  editionsOf,
  kindOfPath,
  labelOfKind,
  publicEdition,
  publicSubject,
  readEdition,
  removalReason,
  sayDay,
  withLivePages,
} from '#publish';
import { isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { Notice } from '../components/index.ts';
import { proofAddress } from '../log/log-addresses.ts';
import { useT } from '../messages/catalogs.ts';
import { notFound } from '../not-found.ts';
import { editionLine } from './edition-line.ts';
import type { EditionFacts } from './edition-note.tsx';
import { editionCountersigned } from './log/log-reading.ts';
import { PageHead } from './page-head.tsx';
import { RemovedPage } from './removed-page.tsx';
import { SourcePage } from './source-page.tsx';
import { SubjectPage } from './subject-page.tsx';
import type { Route } from './+types/edition.ts';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale, uid } = params;
  const kind = kindOfPath(params.kinds);
  if (!isLocale(locale) || kind === undefined || !/^[1-9]\d*$/.test(params.number)) notFound();
  const { readerDb } = context.get(houseContext);
  const { instance } = context.get(pageContext);
  const found = await publicEdition(readerDb, uid, Number(params.number));
  if (found === undefined || found.document.kind !== kind) {
    const subject = await publicSubject(readerDb, uid);
    if (subject?.state !== 'removed' || subject.kind !== kind) notFound();
    const reason = removalReason(subject.removedFor, locale);
    const date = sayDay(subject.removedAt, locale);
    const proof = proofAddress(locale, uid);
    return data({ state: 'removed', kind, reason, date, proof } as const, { status: 410 });
  }
  const reading = readEdition(await withLivePages(readerDb, found.document), locale);
  const [history, countersigned] = await Promise.all([
    editionsOf(readerDb, uid),
    editionCountersigned(readerDb, uid, found.number, locale),
  ]);
  const path = `${addressOf(locale, kind, uid) ?? ''}/editions/${found.number}`;
  const edition: EditionFacts = {
    number: found.number,
    countersigned,
    hash: found.hash,
    published: sayDay(found.publishedAt, locale),
    url: new URL(path, instance.publicUrl).href,
    proof: proofAddress(locale, uid),
    address: reading.address,
    history: history.map((step) => editionLine(step, locale)),
  };
  return {
    state: kind === 'source' ? 'source' : 'subject',
    site: instance,
    kindLabel: labelOfKind(kind, locale),
    current: found.current,
    isOld: found.number < found.current,
    path,
    reading,
    edition,
  } as const;
}

/** An edition as it was published, marked where a later one took its place. */
export default function Edition({ loaderData }: Route.ComponentProps) {
  const t = useT('public');
  if (loaderData.state === 'removed') return <RemovedPage {...loaderData} />;
  const { state, site, kindLabel, reading, edition, isOld, current, path } = loaderData;
  const { number, published } = edition;
  const [source, ...through] = reading.sources.toSorted(
    (a, b) => Number(b.uid === reading.uid) - Number(a.uid === reading.uid),
  );
  return (
    <>
      <PageHead
        title={`${reading.name.text} – ${t('edition.number', { number })}`}
        siteName={site.name}
        description={[kindLabel, t('edition.number', { number }), published].join(' · ')}
        publicUrl={site.publicUrl}
        path={path.slice(3)}
        type="article"
      />
      {isOld && (
        <>
          <meta name="robots" content="noindex" />
          <Notice tone="caution">
            <p>
              {t('edition.superseded', { number, current })}{' '}
              <a href={reading.address}>{t('edition.toCurrent')}</a>
            </p>
          </Notice>
        </>
      )}
      {state === 'source' && source !== undefined ? (
        <SourcePage
          source={source}
          through={through}
          kindLabel={kindLabel}
          publisher={site.name}
          edition={edition}
        />
      ) : (
        <SubjectPage reading={reading} publisher={site.name} edition={edition} />
      )}
    </>
  );
}

export { PageError as ErrorBoundary } from '../components/index.ts';
