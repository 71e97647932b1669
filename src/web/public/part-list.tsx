import type { PartReading } from '#publish';
import { Evidence } from './evidence.tsx';
import { PropertyList } from './property-list.tsx';
import { Value } from './value.tsx';

/** Acts, steps of proceedings, interventions or relations, each with its facts. */
export function PartList({ parts }: { readonly parts: readonly PartReading[] }) {
  return (
    <ol className="parts">
      {parts.map((part) => (
        <li key={part.uid} id={`part-${part.uid}`} className="part">
          <div className="part-head">
            {part.date !== undefined && (
              <time className="part-date" dateTime={part.date.machine}>
                <bdi>{part.date.text}</bdi>
              </time>
            )}
            <div className="value">
              <h3 className="value-said">
                {part.address === undefined ? (
                  <bdi>{part.heading}</bdi>
                ) : (
                  <a href={part.address}>
                    <bdi>{part.heading}</bdi>
                  </a>
                )}
              </h3>
              {part.headed !== undefined && (
                <Evidence value={part.headed.value} same={part.headed.same} />
              )}
            </div>
          </div>
          <PropertyList properties={part.properties} after={part.headed?.value} compact />
          {part.parts.length > 0 && <InnerParts parts={part.parts} />}
        </li>
      ))}
    </ol>
  );
}

/** Who had what part in an act. */
function InnerParts({ parts }: { readonly parts: readonly PartReading[] }) {
  const [first] = parts;
  return (
    <dl className="record record-compact">
      <div className="record-row">
        <dt>{first?.role}</dt>
        <dd>
          {parts.map((part) => (
            <div key={part.uid} id={`part-${part.uid}`}>
              {part.headed !== undefined && (
                <Value value={part.headed.value} same={part.headed.same} />
              )}
              <PropertyList properties={part.properties} after={part.headed?.value} compact />
            </div>
          ))}
        </dd>
      </div>
    </dl>
  );
}
