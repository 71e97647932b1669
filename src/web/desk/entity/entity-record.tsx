import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { Rich } from '../rich.ts';
import type { EntityWords } from './entity-words.ts';
import { PartList } from './part-list.tsx';
import { PropertyList } from './property-list.tsx';

/** All that the record says of an entity. */
export function EntityRecord({ entity }: { readonly entity: EntityWords }) {
  const t = useT('record');
  const { passages, properties, lastReported } = entity;
  return (
    <div className="record">
      {lastReported !== undefined && (
        <p className="lead">
          <Rich
            parts={t.rich<ReactNode>('custody.line', {
              state: t(`custody.${lastReported.state}`),
              on: lastReported.on ?? t('custody.undated'),
              milestone: <bdi>{lastReported.milestone}</bdi>,
            })}
          />
        </p>
      )}
      {properties.length === 0 ? (
        <EmptyState title={t('entity.empty')}>{t('entity.emptyAdvice')}</EmptyState>
      ) : (
        <PropertyList entity={entity.uid} properties={properties} passages={passages} />
      )}
      <PartList title={t('entity.acts')} parts={entity.acts} passages={passages} ordered />
      <PartList
        title={t('entity.milestones')}
        parts={entity.milestones}
        passages={passages}
        ordered
      />
      <PartList title={t('entity.involvements')} parts={entity.involvements} passages={passages} />
      <PartList title={t('entity.relations')} parts={entity.relations} passages={passages} />
      <PartList
        title={t('entity.interventions')}
        parts={entity.interventions}
        passages={passages}
        ordered
      />
      {entity.pointing.map(({ role, entities }) => (
        <section key={role} className="record-section">
          <h2>{role}</h2>
          <ul className="ruled-list">
            {entities.map((other) => (
              <li key={other.uid}>
                <Link to={`/desk/entities/${other.uid}`}>
                  <bdi>{other.text}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
