import type { PartReading } from '#publish';
import { PropertyList } from './property-list.tsx';

// Told by the heading or by the page itself; the row stays where more than one value is said.
const headingCodes: ReadonlySet<string> = new Set(['title']);

/** Acts, steps of proceedings, interventions or relations, each with its facts. */
export function PartList({ parts }: { readonly parts: readonly PartReading[] }) {
  return (
    <ol className="parts">
      {parts.map((part) => (
        <li key={part.uid} id={`part-${part.uid}`} className="part">
          <div className="part-head">
            <h3>
              {part.address === undefined ? (
                <bdi>{part.heading}</bdi>
              ) : (
                <a href={part.address}>
                  <bdi>{part.heading}</bdi>
                </a>
              )}
            </h3>
            {part.date !== undefined && (
              <time className="part-date" dateTime={part.date.machine}>
                <bdi>{part.date.text}</bdi>
              </time>
            )}
          </div>
          <PropertyList properties={factsOf(part)} compact />
          {part.parts.length > 0 && <InnerParts parts={part.parts} />}
        </li>
      ))}
    </ol>
  );
}

function factsOf(part: PartReading): PartReading['properties'] {
  return part.properties.filter(({ code }) => !headingCodes.has(code));
}

/** Who had what part in an act. */
function InnerParts({ parts }: { readonly parts: readonly PartReading[] }) {
  const [first] = parts;
  return (
    <div className="inner-parts">
      <h4>{first?.role}</h4>
      {parts.map((part) => (
        <PropertyList
          key={part.uid}
          properties={part.properties.filter(({ code }) => code !== 'act')}
          compact
        />
      ))}
    </div>
  );
}
