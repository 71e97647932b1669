import { Link } from 'react-router';
import { may, peopleByScope } from '#accounts';
import { countDoubted } from '#editions';
import { listSources } from '#evidence';
import { formatEdtf, type Edtf } from '#platform/calendar';
import { countReturned } from '#record';
import { EmptyState, Pager } from '../../components/index.ts';
import { handleForm } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle, Shortcut } from '../../page-handle.ts';
import { deskRequest } from '../desk-request.ts';
import { ShortcutsHint } from '../shortcuts-dialog.tsx';
import { useFreshReading } from '../use-fresh-reading.ts';
import { arrange, arrangeForm } from './arrange.ts';
import { inboxPath, readInboxFilter, toSourceFilter } from './inbox-filter.ts';
import { ChangedNotice } from '../changed/changed-notice.tsx';
import { InboxExport } from './inbox-export.tsx';
import { InboxFilters } from './inbox-filters.tsx';
import { InboxRow } from './inbox-row.tsx';
import { useInboxKeys } from './use-inbox-keys.ts';
import type { Route } from './+types/inbox.ts';
import './inbox.css';

const shortcuts = (
  [
    ['j', 'down'],
    ['k', 'up'],
    ['Enter', 'open'],
    ['a', 'assign'],
    ['d', 'done'],
    ['n', 'add'],
    ['/', 'filter'],
  ] as const
).map(([keys, name]): Shortcut => ({ keys, label: `inbox.key.${name}`, area: 'coding' }));

export const handle: PageHandle = { hydrate: true, messages: ['coding', 'upkeep'], shortcuts };

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const filter = readInboxFilter(new URL(request.url).searchParams);
  const [list, people, changed, returned] = await Promise.all([
    listSources(house.db, actor, toSourceFilter(filter)),
    peopleByScope(house.db, actor, 'source.edit'),
    may(actor, 'publication.propose') ? countDoubted(house.db, actor) : 0,
    countReturned(house.db, actor),
  ]);
  const sources = list.sources.map((source) => ({
    ...source,
    published: source.published === null ? null : formatEdtf(source.published as Edtf, locale),
    isMine: source.assignedTo?.uid === actor.uid,
  }));
  const others = new Map([...people.values()].flat().map((person) => [person.uid, person]));
  others.delete(actor.uid);
  return {
    ...list,
    sources,
    filter,
    changed,
    returned,
    people,
    others: [...others.values()].toSorted((a, b) => a.name.localeCompare(b.name, locale)),
    me: actor.uid,
    mayArrange: may(actor, 'source.edit'),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  const filter = readInboxFilter(new URL(request.url).searchParams);
  return handleForm(request, arrangeForm, async (arrangement) => {
    await arrange(house.db, actor, arrangement);
    return inboxPath(filter, { at: filter.at });
  });
}

export default function Inbox({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT('coding');
  const { sources, total, counts, filter, people, others, me } = loaderData;
  useFreshReading(sources.some(({ reading }) => reading === 'waiting' || reading === 'reading'));
  const list = useInboxKeys();
  const addressOf = (at?: string) => at && inboxPath(filter, { at });
  return (
    <>
      <title>{t('inbox.title')}</title>
      <header className="page-head">
        <h1>{t('inbox.title')}</h1>
        <Link className="button button-primary" to="/desk/sources/new">
          {t('inbox.add')}
        </Link>
      </header>
      {sources.length > 0 && <ShortcutsHint />}
      <ChangedNotice n={loaderData.changed} />
      <InboxFilters
        filter={filter}
        counts={counts}
        returned={loaderData.returned}
        people={others}
      />
      {actionData !== undefined && (
        <p className="field-problem" role="alert">
          {t('inbox.notMoved')}
        </p>
      )}
      {sources.length === 0 ? (
        <InboxEmpty narrowed={inboxPath(filter) !== '/desk'} />
      ) : (
        <ol className="inbox" ref={list}>
          {sources.map((source) => (
            <InboxRow
              key={source.uid}
              source={source}
              filter={filter}
              people={people.get(source.scopeId) ?? []}
              me={me}
              mayArrange={loaderData.mayArrange}
            />
          ))}
        </ol>
      )}
      <Pager previous={addressOf(loaderData.previous)} next={addressOf(loaderData.next)} />
      {total > 0 && <InboxExport filter={filter} total={total} />}
    </>
  );
}

function InboxEmpty({ narrowed }: { readonly narrowed: boolean }) {
  const t = useT('coding');
  if (narrowed) {
    return (
      <EmptyState
        title={t('inbox.emptyFiltered')}
        action={<Link to="/desk">{t('inbox.showAll')}</Link>}
      >
        {t('inbox.emptyFilteredAdvice')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t('inbox.empty')}
      action={
        <Link className="button button-primary" to="/desk/sources/new">
          {t('inbox.add')}
        </Link>
      }
    >
      {t('inbox.emptyAdvice')}
    </EmptyState>
  );
}
