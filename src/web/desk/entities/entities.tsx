import { Form, Link } from 'react-router';
import { may } from '#accounts';
import { inLocale, kindCodes, kinds, listEntities, type KindCode } from '#record';
import { EmptyState, Pager, TableFrame, Tabs, Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle, Shortcut } from '../../page-handle.ts';
import { entityWords } from '../claims/claim-words.ts';
import { dayWords } from '../claims/moment-words.ts';
import { surelyOf } from '../surely-of.ts';
import { deskRequest } from '../desk-request.ts';
import { ListFoot } from '../list-foot.tsx';
import { useSlashKey } from '../use-slash-key.ts';
import type { Route } from './+types/entities.ts';
import '../claims/claims.css';

const shortcuts: readonly Shortcut[] = [{ keys: '/', label: 'search.key', area: 'record' }];

export const handle: PageHandle = { hydrate: true, messages: ['record'], shortcuts };

const pageLength = 50;

export async function loader({ request, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const filter = readFilter(new URL(request.url).searchParams);
  const { kind, name, disputed, at } = filter;
  const list = await listEntities(
    house.db,
    actor,
    { kind, name, disputed, limit: pageLength, at },
    locale,
  );
  return {
    ...filter,
    kinds: kinds.map((one) => ({ code: one.code, label: inLocale(one.plural, locale) })),
    total: list.total,
    isMore: list.isMore,
    previous: list.previous,
    next: list.next,
    mayWrite: may(actor, 'claim.write'),
    mayExport: may(actor, 'export.take'),
    entities: list.entities.map((entity) => ({
      ...entityWords(entity, locale),
      day: entity.starts === null ? '' : dayWords(surelyOf(entity.starts), locale),
      claims: entity.claims,
      disputed: entity.disputed,
    })),
  };
}

function readFilter(query: URLSearchParams) {
  const kind: KindCode = kindCodes.find((code) => code === query.get('kind')) ?? 'person';
  return {
    kind,
    name: (query.get('q') ?? '').slice(0, 200),
    disputed: query.has('disputed'),
    at: query.get('at') ?? '',
  };
}

function pathOf(kind: string, name: string, disputed: boolean, at = ''): string {
  const query = new URLSearchParams({ kind });
  if (name !== '') query.set('q', name);
  if (disputed) query.set('disputed', 'on');
  if (at !== '') query.set('at', at);
  return `/desk/entities?${query}`;
}

/** Everybody and everything in the record, one kind at a time. */
export default function Entities({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const { kind, name, disputed, previous, next, entities, total, isMore } = loaderData;
  const addressOf = (at?: string) => at && pathOf(kind, name, disputed, at);
  useSlashKey('entities-q');
  const title = loaderData.kinds.find(({ code }) => code === kind)?.label ?? '';
  return (
    <>
      <title>{title}</title>
      <div className="page-head">
        <h1>{title}</h1>
        {loaderData.mayWrite && (
          <Link className="button button-primary" to={`/desk/entities/new?kind=${kind}`}>
            {t('entities.new')}
          </Link>
        )}
      </div>
      <Tabs
        label={t('entities.kinds')}
        tabs={loaderData.kinds.map(({ code, label: text }) => ({
          to: pathOf(code, name, disputed),
          label: text,
          current: code === kind,
        }))}
      />
      <search>
        <Form className="filters">
          <input type="hidden" name="kind" value={kind} />
          <label>
            {t('entities.q')}{' '}
            <input
              key={name}
              id="entities-q"
              type="search"
              name="q"
              className="input"
              dir="auto"
              defaultValue={name}
            />
          </label>
          <label className="filters-check">
            <input type="checkbox" name="disputed" defaultChecked={disputed} />{' '}
            {t('entities.disputedOnly')}
          </label>
          <button type="submit" className="button">
            {t('action.filter')}
          </button>
        </Form>
      </search>
      {entities.length === 0 ? (
        <EmptyState title={t('entities.empty')}>{t('entity.emptyAdvice')}</EmptyState>
      ) : (
        <EntityTable label={title} entities={entities} />
      )}
      <ListFoot
        total={total}
        isMore={isMore}
        exportTo={loaderData.mayExport ? '/desk/entities/export' : undefined}
        fields={{ kind, q: name, ...(disputed && { disputed: 'on' }) }}
      />
      <Pager previous={addressOf(previous)} next={addressOf(next)} />
    </>
  );
}

type Entities = Awaited<ReturnType<typeof loader>>['entities'];

function EntityTable({ label, entities }: { readonly label: string; readonly entities: Entities }) {
  const t = useT('record');
  return (
    <TableFrame label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('entities.name')}</th>
            <th scope="col">{t('entities.day')}</th>
            <th scope="col" className="table-number">
              {t('entities.claims')}
            </th>
            <th scope="col">{t('disputes.title')}</th>
          </tr>
        </thead>
        <tbody>
          {entities.map((entity) => (
            <tr key={entity.uid}>
              <th scope="row">
                <Link dir="auto" to={`/desk/entities/${entity.uid}`}>
                  {entity.text}
                </Link>
              </th>
              <td>{entity.day}</td>
              <td className="table-number">{t('place.number', { n: entity.claims })}</td>
              <td>
                {entity.disputed > 0 && (
                  <Tag tone="problem">{t('entities.disputed', { n: entity.disputed })}</Tag>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
