import { kindOfPath, listSubjects, readListed } from '#publish';
import { isLocale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { EmptyState, Pager } from '../components/index.ts';
import { useT } from '../messages/catalogs.ts';
import { notFound } from '../not-found.ts';
import { useLocale } from '../page-environment.tsx';
import { ListedSubjects } from './listed-subjects.tsx';
import { PageHead } from './page-head.tsx';
import { SearchForm } from './search-form.tsx';
import type { Route } from './+types/list.ts';

export async function loader({ params, context, request }: Route.LoaderArgs) {
  const { locale, kinds } = params;
  const kind = kindOfPath(kinds);
  if (!isLocale(locale) || kind === undefined) notFound();
  const { searchParams } = new URL(request.url);
  const q = (searchParams.get('q') ?? '').trim().slice(0, 200);
  const at = searchParams.get('at') ?? '';
  const list = await listSubjects(context.get(houseContext).readerDb, { kind, q, at });
  return {
    site: context.get(pageContext).instance,
    kinds,
    q,
    near: list.near,
    total: list.total,
    previous: list.previous,
    next: list.next,
    subjects: list.subjects.map((subject) => readListed(subject, locale)),
  };
}

export default function List({ loaderData }: Route.ComponentProps) {
  const t = useT('public');
  const locale = useLocale();
  const { site, kinds, q, near, total, previous, next, subjects } = loaderData;
  const key = `kinds.${kinds}`;
  const title = t.has(key) ? t(key) : kinds;
  const address = `/${locale}/${kinds}`;
  const isSearch = q !== '';
  // What was done to people is more than anybody has documented; letters are all there are.
  const count = t(kinds === 'letters' ? 'list.count' : 'list.bound', { count: total });
  const addressOf = (at?: string) =>
    at && `${address}?${new URLSearchParams({ ...(isSearch && { q }), at }).toString()}`;
  return (
    <div className="list-page">
      <PageHead
        title={title}
        siteName={site.name}
        description={count}
        publicUrl={site.publicUrl}
        path={`/${kinds}`}
        type="website"
      />
      <h1>{title}</h1>
      <SearchForm address={address} q={q} label={t('list.search')} />
      {subjects.length === 0 ? (
        <EmptyState
          title={t(isSearch ? 'list.empty' : 'list.none')}
          action={isSearch && <a href={address}>{t('list.all')}</a>}
        >
          {t(isSearch ? 'list.empty.advice' : 'list.none.advice')}
        </EmptyState>
      ) : (
        <>
          <p className="section-note">{near ? t('list.near') : count}</p>
          <ListedSubjects subjects={subjects} />
          <Pager previous={addressOf(previous)} next={addressOf(next)} />
        </>
      )}
    </div>
  );
}

export { PageError as ErrorBoundary } from '../components/index.ts';
