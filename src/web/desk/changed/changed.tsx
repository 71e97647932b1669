import { may, teamScope } from '#accounts';
import { staleEditions } from '#record';
import { EmptyState, Pager } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { deskRequest } from '../desk-request.ts';
import { pageOf } from '../page-of.ts';
import { PublicationTabs } from '../publication/publication-tabs.tsx';
import { ChangedItem } from './changed-item.tsx';
import { changedInWords } from './changed-words.ts';
import type { Route } from './+types/changed.ts';
import '../claims/claims.css';
import '../publication/publication.css';
import './changed.css';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'upkeep'] };

const pageLength = 20;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  if (!may(actor, 'desk.enter', { scopeId: teamScope })) notFound();
  const query = new URL(request.url).searchParams;
  const [page, subject] = [pageOf(query), query.get('subject') ?? ''];
  const { editions, total } = await staleEditions(house.db, actor, {
    ...(uuid.test(subject) && { subjects: [subject] }),
    limit: pageLength,
    offset: (page - 1) * pageLength,
  });
  return {
    page,
    total,
    mayPropose: may(actor, 'publication.propose', { scopeId: teamScope }),
    changed: await changedInWords(house.db, actor, locale, editions),
  };
}

/** Published, but no longer what the record says: one step from here to a correction. */
export default function Changed({ loaderData }: Route.ComponentProps) {
  const t = useT('upkeep');
  const record = useT('record');
  const { changed, page, total, mayPropose } = loaderData;
  const pages = Math.ceil(total / pageLength);
  return (
    <>
      <title>{t('changed.title')}</title>
      <div className="page-head">
        <h1>{record('publication.list')}</h1>
      </div>
      <PublicationTabs current="changed" />
      {changed.length === 0 ? (
        <EmptyState title={t('changed.empty')}>{t('changed.emptyAdvice')}</EmptyState>
      ) : (
        // A form that reads: it leads to the page where a correction is put together.
        <form method="get" action="/desk/publications/new">
          <p className="changed-what">{t('changed.what')}</p>
          <input type="hidden" name="standing" value="yes" />
          <ul className="plain-list">
            {changed.map((one) => (
              <ChangedItem key={one.uid} one={one} tick={mayPropose} />
            ))}
          </ul>
          {mayPropose && (
            <div className="row changed-actions">
              <button type="submit" className="button button-primary">
                {t('changed.correct')}
              </button>
              <button type="submit" className="button" formAction="/desk/publications/remove">
                {t('changed.remove')}
              </button>
            </div>
          )}
        </form>
      )}
      <Pager
        page={page}
        pages={pages}
        previous={page > 1 ? `/desk/publications/changed?page=${page - 1}` : undefined}
        next={page < pages ? `/desk/publications/changed?page=${page + 1}` : undefined}
      />
    </>
  );
}
