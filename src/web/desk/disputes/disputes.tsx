import { Link } from 'react-router';
import { may, teamScope } from '#accounts';
import {
  captionsByUid,
  label,
  listDisputes,
  loadAddedTerms,
  property,
  untoldDisputes,
} from '#record';
import { EmptyState, Pager, TableFrame, Tabs, Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { entityWords } from '../claims/claim-words.ts';
import { deskRequest } from '../desk-request.ts';
import { ListFoot } from '../list-foot.tsx';
import { disputeFilters, disputeViewOf, disputeViews, type DisputeView } from './dispute-views.ts';
import type { Route } from './+types/disputes.ts';
import './disputes.css';

export const handle: PageHandle = { hydrate: true, messages: ['record'] };

const pageLength = 50;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const query = new URL(request.url).searchParams;
  const view = disputeViewOf(query.get('show'));
  const list = await listDisputes(house.db, actor, {
    ...disputeFilters[view],
    limit: pageLength,
    at: query.get('at') ?? '',
  });
  const [untold, captions] = await Promise.all([
    untoldDisputes(house.db, actor, list.disputes),
    captionsByUid(
      house.db,
      actor,
      list.disputes.map((dispute) => dispute.entityUid),
      locale,
      await loadAddedTerms(house.db),
    ),
  ]);
  const pageOf = new Map(
    untold.map(({ entity, property: of, subject }) => [`${entity} ${of}`, subject]),
  );
  return {
    view,
    previous: list.previous,
    next: list.next,
    total: list.total,
    isMore: list.isMore,
    mayExport: may(actor, 'export.take'),
    mayPropose: may(actor, 'publication.propose', { scopeId: teamScope }),
    disputes: list.disputes.map((dispute) => {
      const { entityUid: uid, kind } = dispute;
      const definition = property(dispute.property);
      const text = captions.get(uid)?.text ?? '';
      return {
        entity: entityWords({ uid, kind, text }, locale),
        property: dispute.property,
        label: definition === undefined ? dispute.property : label(definition, locale),
        values: dispute.values,
        settled: dispute.settled,
        /** The page of which readers see one side only. */
        untold: pageOf.get(`${uid} ${dispute.property}`),
      };
    }),
  };
}

function pathOf(view: DisputeView, at = ''): string {
  const query = new URLSearchParams();
  if (view !== 'open') query.set('show', view);
  if (at !== '') query.set('at', at);
  return query.size === 0 ? '/desk/disputes' : `/desk/disputes?${query}`;
}

/** What sources contradict each other in: open, decided, and figures that only seem to. */
export default function Disputes({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const { view, disputes, previous, next, total, isMore, mayExport, mayPropose } = loaderData;
  const addressOf = (at?: string) => at && pathOf(view, at);
  return (
    <>
      <title>{t('disputes.title')}</title>
      <h1>{t('disputes.title')}</h1>
      <Tabs
        label={t('disputes.title')}
        tabs={disputeViews.map((one) => ({
          to: pathOf(one),
          label: t(`disputes.${one}`),
          current: one === view,
        }))}
      />
      {disputes.length === 0 ? (
        <EmptyState title={t('disputes.empty')}>{t('disputes.emptyAdvice')}</EmptyState>
      ) : (
        <TableFrame label={t('disputes.title')}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('disputes.about')}</th>
                <th scope="col">{t('disputes.property')}</th>
                <th scope="col" className="table-number">
                  {t('disputes.values')}
                </th>
                <th scope="col">{t('disputes.state')}</th>
              </tr>
            </thead>
            <tbody>
              {disputes.map((dispute) => (
                <tr key={`${dispute.entity.uid} ${dispute.property}`}>
                  <th scope="row">
                    <Link dir="auto" to={`/desk/entities/${dispute.entity.uid}`}>
                      {dispute.entity.text}
                    </Link>
                  </th>
                  <td>{dispute.label}</td>
                  <td className="table-number">{t('place.number', { n: dispute.values })}</td>
                  <td>
                    <DisputeState view={view} dispute={dispute} />
                    {dispute.untold !== undefined && (
                      <OneSide subject={dispute.untold} mayPropose={mayPropose} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <ListFoot
        total={total}
        isMore={isMore}
        exportTo={mayExport ? '/desk/disputes/export' : undefined}
        fields={{ show: view }}
      />
      <Pager previous={addressOf(previous)} next={addressOf(next)} />
    </>
  );
}

function DisputeState({
  view,
  dispute,
}: {
  readonly view: DisputeView;
  readonly dispute: { readonly entity: { readonly uid: string }; readonly property: string };
}) {
  const t = useT('record');
  if (view === 'measures') return <Tag>{t('disputes.measure')}</Tag>;
  const to = `/desk/entities/${dispute.entity.uid}/decide/${dispute.property}`;
  return <Link to={to}>{view === 'open' ? t('dispute.decide') : t('dispute.decideAgain')}</Link>;
}

/** Readers see what the one source says, and nothing of the other. */
function OneSide({
  subject,
  mayPropose,
}: {
  readonly subject: string;
  readonly mayPropose: boolean;
}) {
  const t = useT('record');
  const to = `/desk/publications/new?subjects=${subject}`;
  return (
    <p className="dispute-untold">
      {t('disputes.untold')} {mayPropose && <Link to={to}>{t('disputes.tell')}</Link>}
    </p>
  );
}
