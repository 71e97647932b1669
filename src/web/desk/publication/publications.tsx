import { Link } from 'react-router';
import { may, teamScope } from '#accounts';
import { listDecisions } from '#editions';
import { EmptyState, TableFrame, Tabs, Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { dayWords, momentWords } from '../claims/moment-words.ts';
import { deskRequest } from '../desk-request.ts';
import type { Route } from './+types/publications.ts';
import './publication.css';

export const handle: PageHandle = { hydrate: true, messages: ['record'] };

type View = 'all' | 'open' | 'overdue';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const show = new URL(request.url).searchParams.get('show');
  const view: View = show === 'open' || show === 'overdue' ? show : 'all';
  const decisions = await listDecisions(house.db, actor, 500);
  const today = new Date().toISOString().slice(0, 10);
  const rows = decisions.map((decision) => ({
    ...decision,
    overdue:
      decision.state === 'approved' && decision.reviewOn !== null && decision.reviewOn < today,
    createdAt: momentWords(decision.createdAt, locale),
    reviewOn: decision.reviewOn === null ? undefined : dayWords(decision.reviewOn, locale),
  }));
  return {
    view,
    mayPropose: may(actor, 'publication.propose', { scopeId: teamScope }),
    overdue: rows.filter((row) => row.overdue).length,
    decisions: rows.filter(
      (row) => view === 'all' || (view === 'open' ? row.state === 'proposed' : row.overdue),
    ),
  };
}

/** Decisions to publish: what waits for a second person first, and what is due to be looked at again. */
export default function Publications({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const { view, decisions, overdue, mayPropose } = loaderData;
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
      <Tabs
        label={t('publication.list')}
        tabs={(['all', 'open', 'overdue'] as const).map((one) => ({
          to: one === 'all' ? '/desk/publications' : `/desk/publications?show=${one}`,
          label: t(`publication.show.${one}`, { n: overdue }),
          current: one === view,
        }))}
      />
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
                    </Tag>
                  </td>
                  <td>
                    <bdi>{decision.author}</bdi>, {decision.createdAt}
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
    </>
  );
}
