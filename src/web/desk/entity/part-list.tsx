import { Link } from 'react-router';
import { useT } from '../../messages/catalogs.ts';
import type { PartWords } from './entity-words.ts';
import { PropertyList, type Passages } from './property-list.tsx';

/** Acts, relations, interventions under a heading; nothing when there are none. */
export function PartList({
  title,
  parts,
  passages,
  ordered = false,
}: {
  readonly title: string;
  readonly parts: readonly PartWords[];
  readonly passages: Passages;
  /** They follow each other in time. */
  readonly ordered?: boolean;
}) {
  if (parts.length === 0) return null;
  const List = ordered ? 'ol' : 'ul';
  return (
    <section className="record-section">
      <h2>{title}</h2>
      <List className={ordered ? 'plain-list series' : 'plain-list'}>
        {parts.map((part) => (
          <Part key={part.uid} part={part} passages={passages} />
        ))}
      </List>
    </section>
  );
}

function Part({ part, passages }: { readonly part: PartWords; readonly passages: Passages }) {
  const t = useT('record');
  return (
    <li className="part">
      <h3>
        <Link to={`/desk/entities/${part.uid}`}>
          <bdi>{part.text}</bdi>
        </Link>{' '}
        <span className="part-role">{part.role}</span>
      </h3>
      <PropertyList entity={part.uid} properties={part.properties} passages={passages} />
      {part.involvements.length > 0 && (
        <div className="part-under">
          <h4>{t('entity.perpetrators')}</h4>
          {part.involvements.map((involvement) => (
            <div key={involvement.uid}>
              <p>
                <Link to={`/desk/entities/${involvement.uid}`}>
                  <bdi>{involvement.text}</bdi>
                </Link>
              </p>
              <PropertyList
                entity={involvement.uid}
                properties={involvement.properties}
                passages={passages}
              />
            </div>
          ))}
        </div>
      )}
    </li>
  );
}
