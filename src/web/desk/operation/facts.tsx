import { sql } from 'kysely';
import { Fragment } from 'react';
import { formatNumber } from '#platform/languages';
import { pageContext } from '#web/context';
import { useT } from '../../messages/catalogs.ts';
import type { PageHandle } from '../../page-handle.ts';
import { OperationTabs } from './operation-tabs.tsx';
import { operatorRequest } from './operator-request.ts';
import type { Route } from './+types/facts.ts';

export const handle: PageHandle = { hydrate: true, messages: ['record'] };

interface Counts {
  readonly version: string;
  readonly bytes: string;
  readonly claims: number;
  readonly entities: number;
  readonly sources: number;
  readonly editions: number;
  readonly log: number;
}

export async function loader({ context }: Route.LoaderArgs) {
  const { locale, house } = operatorRequest(context);
  const { instance } = context.get(pageContext);
  const { rows } = await sql<Counts>`
    select current_setting('server_version') as version,
      pg_database_size(current_database()) as bytes,
      (select count(*)::int from claim) as claims, (select count(*)::int from entity) as entities,
      (select count(*)::int from source) as sources,
      (select count(*)::int from published.edition) as editions,
      (select count(*)::int from log_entry where place is null) as log`.execute(house.db);
  const [counts] = rows;
  if (counts === undefined) throw new Error('expected one row');
  const number = (n: number) => formatNumber(n, locale);
  return {
    instance: { name: instance.name, address: instance.publicUrl },
    demonstration: instance.demonstration,
    singlePerson: house.singlePerson,
    facts: {
      database: `PostgreSQL ${counts.version}`,
      size: `${number(Math.ceil(Number(counts.bytes) / 1_000_000))} MB`,
      claims: number(counts.claims),
      entities: number(counts.entities),
      sources: number(counts.sources),
      editions: number(counts.editions),
      log: number(counts.log),
    },
  };
}

/** What this installation is and holds. */
export default function Facts({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const { instance, demonstration, singlePerson, facts } = loaderData;
  const answer = (yes: boolean) => (yes ? t('answer.yes') : t('answer.no'));
  const rows: readonly (readonly [string, string])[] = [
    [t('operation.fact.name'), instance.name],
    [t('operation.fact.address'), instance.address],
    [t('operation.fact.demonstration'), answer(demonstration)],
    [t('operation.fact.singlePerson'), answer(singlePerson)],
    [t('operation.fact.database'), facts.database],
    [t('operation.fact.size'), facts.size],
    [t('operation.fact.claims'), facts.claims],
    [t('operation.fact.entities'), facts.entities],
    [t('operation.fact.sources'), facts.sources],
    [t('operation.fact.editions'), facts.editions],
    [t('operation.fact.log'), facts.log],
  ];
  return (
    <>
      <OperationTabs current="facts" />
      <dl className="facts">
        {rows.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}
