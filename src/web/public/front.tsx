import type { ReactNode } from 'react';
import { frontPage, readListed } from '#publish';
import { formatNumber, isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { EmptyState } from '../components/index.ts';
import { useT } from '../messages/catalogs.ts';
import { notFound } from '../not-found.ts';
import { useLocale } from '../page-environment.tsx';
import { ListedSubjects } from './listed-subjects.tsx';
import { PageHead } from './page-head.tsx';
import type { Route } from './+types/front.ts';

export async function loader({ params, context }: Route.LoaderArgs) {
  const { locale } = params;
  if (!isLocale(locale)) notFound();
  const { readerDb, singlePerson } = context.get(houseContext);
  const { counts, latestPeople, latestEvents } = await frontPage(readerDb);
  return {
    site: context.get(pageContext).instance,
    singlePerson,
    counts,
    people: latestPeople.map((subject) => readListed(subject, locale)),
    events: latestEvents.map((subject) => readListed(subject, locale)),
  };
}

const counted = [
  ['person', 'people'],
  ['event', 'events'],
  ['work', 'works'],
  ['letter', 'letters'],
  ['source', 'sources'],
] as const;

export default function Front({ loaderData }: Route.ComponentProps) {
  const t = useT('public');
  const { site, singlePerson, counts, people, events } = loaderData;
  const isEmpty = people.length + events.length === 0;
  return (
    <div className="front">
      <PageHead
        title={site.name}
        siteName={site.name}
        description={t('front.lead')}
        publicUrl={site.publicUrl}
        path=""
        type="website"
      />
      <header className="front-head">
        <h1>{t('front.title')}</h1>
        <p className="lead">{t('front.lead')}</p>
      </header>
      {isEmpty ? (
        <EmptyState title={t('front.empty')}>{t('front.empty.advice')}</EmptyState>
      ) : (
        <>
          <Counts counts={counts} />
          <div className="front-lists">
            <Latest id="people" title={t('front.people')}>
              <ListedSubjects subjects={people} />
            </Latest>
            <Latest id="events" title={t('front.events')}>
              <ListedSubjects subjects={events} />
            </Latest>
          </div>
        </>
      )}
      <HowToCheck singlePerson={singlePerson} />
    </div>
  );
}

function Counts({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const t = useT('public');
  const locale = useLocale();
  return (
    <section aria-labelledby="counts" className="counts">
      <h2 id="counts">{t('front.counts')}</h2>
      <ul>
        {counted.map(([kind, path]) => {
          const count = counts[kind] ?? 0;
          if (count === 0) return null;
          return (
            <li key={kind}>
              <a href={`/${locale}/${path}`}>
                {t.rich<ReactNode>(`front.count.${kind}`, {
                  count,
                  number: <strong key="number">{formatNumber(count, locale)}</strong>,
                })}
              </a>
            </li>
          );
        })}
      </ul>
      <p className="section-note">{t('front.counts.note')}</p>
    </section>
  );
}

function Latest({
  id,
  title,
  children,
}: {
  readonly id: 'people' | 'events';
  readonly title: string;
  readonly children: ReactNode;
}) {
  const t = useT('public');
  const locale = useLocale();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      <p>
        <a href={`/${locale}/${id}`}>{t(`front.all.${id}`)}</a>
      </p>
    </section>
  );
}

function HowToCheck({ singlePerson }: { readonly singlePerson: boolean }) {
  const t = useT('public');
  const locale = useLocale();
  return (
    <section aria-labelledby="check" className="front-check">
      <h2 id="check">{t('front.check')}</h2>
      <ul>
        <li>{t('front.check.words')}</li>
        <li>{t('front.check.disagree')}</li>
        <li>{t(singlePerson ? 'front.check.one' : 'front.check.two')}</li>
      </ul>
      <p>
        <a href={`/${locale}/method`}>{t('front.check.method')}</a>
      </p>
    </section>
  );
}

export { PageError as ErrorBoundary } from '../components/index.ts';
