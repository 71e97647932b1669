import { useEffect } from 'react';
import { Link, useRevalidator } from 'react-router';
import { listSources } from '#evidence';
import { formatEdtf, type Edtf } from '#platform/calendar';
import { handleForm } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { deskRequest } from '../desk-request.ts';
import { ShortcutsDialog } from '../shortcuts-dialog.tsx';
import { arrange, arrangeForm } from './arrange.ts';
import { inboxPath, pageLength, readInboxFilter, toSourceFilter } from './inbox-filter.ts';
import { InboxFilters } from './inbox-filters.tsx';
import { InboxPager } from './inbox-pager.tsx';
import { InboxRow } from './inbox-row.tsx';
import { useInboxKeys } from './use-inbox-keys.ts';
import type { Route } from './+types/inbox.ts';
import './inbox.css';

export const handle: PageHandle = { hydrate: true, messages: ['coding'] };

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const filter = readInboxFilter(new URL(request.url).searchParams);
  const list = await listSources(house.db, actor, toSourceFilter(filter));
  const sources = list.sources.map((source) => ({
    ...source,
    published: source.published === null ? null : formatEdtf(source.published as Edtf, locale),
    isMine: source.assignedTo?.uid === actor.uid,
  }));
  return { ...list, sources, filter };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  const { search } = new URL(request.url);
  return handleForm(request, arrangeForm, async (arrangement) => {
    await arrange(house.db, actor, arrangement);
    return `/desk${search}`;
  });
}

const readingAgainMs = 2_000;

/** Looks again every two seconds while a text is being read and the page is in front. */
function useFreshReading(waiting: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!waiting || state !== 'idle') return;
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') void revalidate();
    }, readingAgainMs);
    return () => clearTimeout(timer);
  }, [waiting, state, revalidate]);
}

export default function Inbox({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('coding');
  const { sources, total, counts, filter } = loaderData;
  const pages = Math.max(1, Math.ceil(total / pageLength));
  useFreshReading(sources.some(({ reading }) => reading === 'waiting' || reading === 'reading'));
  const keys = useInboxKeys();
  return (
    <>
      <title>{t('inbox.title')}</title>
      <header className="page-head">
        <h1>{t('inbox.title')}</h1>
        <Link className="button button-primary" to="/desk/sources/new">
          {t('inbox.add')}
        </Link>
      </header>
      <InboxFilters filter={filter} counts={counts} />
      {actionData !== undefined && (
        <p className="field-problem" role="alert">
          {t('inbox.notMoved')}
        </p>
      )}
      <p className="inbox-total muted small" role="status">
        {t('inbox.total', { count: total })}
      </p>
      {sources.length === 0 ? (
        <InboxEmpty narrowed={inboxPath(filter) !== '/desk'} />
      ) : (
        <ol className="inbox" {...keys}>
          {sources.map((source) => (
            <InboxRow key={source.uid} source={source} filter={filter} />
          ))}
        </ol>
      )}
      <InboxPager filter={filter} pages={pages} total={total} />
      <ShortcutsDialog
        keys={['j', 'k', 'enter', 'a', 'd', 'n', 'slash', 'question'].map((key) => ({
          key: t(`key.${key}`),
          does: t(`inbox.key.${key}`),
        }))}
      />
    </>
  );
}

function InboxEmpty({ narrowed }: { readonly narrowed: boolean }) {
  const t = useT('coding');
  return (
    <section className="empty">
      <h2>{narrowed ? t('inbox.emptyFiltered') : t('inbox.empty')}</h2>
      <p>{narrowed ? t('inbox.emptyFilteredAdvice') : t('inbox.emptyAdvice')}</p>
      <p>
        {narrowed ? (
          <Link to="/desk">{t('inbox.showAll')}</Link>
        ) : (
          <Link className="button button-primary" to="/desk/sources/new">
            {t('inbox.add')}
          </Link>
        )}
      </p>
    </section>
  );
}
