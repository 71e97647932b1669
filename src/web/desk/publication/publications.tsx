import { Link } from 'react-router';
import { may, teamScope } from '#accounts';
import { countDoubted, listDecisions } from '#editions';
import { EmptyState, Pager, TableFrame, Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { dayWords, momentWords } from '../claims/moment-words.ts';
import { deskRequest } from '../desk-request.ts';
import { ListFoot } from '../list-foot.tsx';
import { pageOf } from '../page-of.ts';
import { decisionViewOf, type DecisionView } from './decision-views.ts';
import { PublicationTabs } from './publication-tabs.tsx';
import { WhoWhen } from '../who-when.tsx';
import type { Route } from './+types/publications.ts';
import './publication.css';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'upkeep'] };

const pageLength = 50;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const query = new URL(request.url).searchParams;
  const [view, page] = [decisionViewOf(query.get('show')), pageOf(query)];
  const [{ decisions, total, overdue, open }, changed] = await Promise.all([
    listDecisions(house.db, actor, {
      ...(view !== 'all' && { show: view }),
      limit: pageLength,
      offset: (page - 1) * pageLength,
    }),
    countDoubted(house.db, actor),
  ]);
  return {
    view,
    mayPropose: may(actor, 'publication.propose', { scopeId: teamScope }),
    page,
    total,
    overdue,
    open,
    changed,
    mayExport: may(actor, 'export.take'),
    decisions: decisions.map((decision) => ({
      ...decision,
      createdAt: momentWords(decision.createdAt, locale),
      reviewOn: decision.reviewOn === null ? undefined : dayWords(decision.reviewOn, locale),
    })),
  };
}

function pathOf(view: DecisionView, page = 1): string {
  const query = new URLSearchParams();
  if (view !== 'all') query.set('show', view);
  if (page > 1) query.set('page', String(page));
  return query.size === 0 ? '/desk/publications' : `/desk/publications?${query}`;
}

/** Decisions to publish: what waits for a second person first, and what is due to be looked at again. */
export default function Publications({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const upkeep = useT('upkeep');
  const { view, decisions, overdue, open, changed, page, total, mayExport, mayPropose } =
    loaderData;
  const pages = Math.ceil(total / pageLength);
  return (
    <>
      <title>{t('publication.list')}</title>
      <div className="page-head">
        <h1>{t('publication.list')}</h1>
        {mayPropose && (
          <Link className="button button-primary" to="/desk/publications/new">
            {t('publication.new')}
          </Link>
        )}
      </div>
      <PublicationTabs current={view} overdue={overdue} open={open} changed={changed} />
      {decisions.length === 0 ? (
        <EmptyState title={t('publication.empty')}>{t('publication.emptyAdvice')}</EmptyState>
      ) : (
        <TableFrame label={t('publication.list')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('publication.title')}</th>
                <th scope="col">{t('publication.kind')}</th>
                <th scope="col">{t('disputes.state')}</th>
                <th scope="col">{t('decision.proposedBy')}</th>
                <th scope="col">{t('publication.reviewOn')}</th>
              </tr>
            </thead>
            <tbody>
              {decisions.map((decision) => (
                <tr key={decision.uid}>
                  <th scope="row">
                    <Link dir="auto" to={`/desk/publications/${decision.uid}`}>
                      {decision.title}
                    </Link>
                  </th>
                  <td>{t(`decision.kind.${decision.kind as 'publish'}`)}</td>
                  <td>
                    <Tag tone={decision.state === 'proposed' ? 'accent' : 'plain'}>
                      {t(`decision.${decision.state as 'proposed'}`)}
                    </Tag>{' '}
                    {decision.doubted > 0 && (
                      <Tag tone="caution">{upkeep('changed.badge', { n: decision.doubted })}</Tag>
                    )}
                  </td>
                  <td>
                    <WhoWhen who={decision.author} when={decision.createdAt} />
                  </td>
                  <td>
                    {decision.reviewOn}{' '}
                    {decision.overdue && <Tag tone="problem">{t('publication.overdue')}</Tag>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <ListFoot
        total={total}
        exportTo={mayExport ? '/desk/publications/export' : undefined}
        fields={{ show: view }}
      />
      <Pager
        page={page}
        pages={pages}
        previous={page > 1 ? pathOf(view, page - 1) : undefined}
        next={page < pages ? pathOf(view, page + 1) : undefined}
      />
    </>
  );
}
