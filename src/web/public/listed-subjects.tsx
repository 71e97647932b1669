import type { ListedReading } from '#publish';
import { FullName } from './name.tsx';

/** Published subjects by name, with the day and country that tell namesakes apart. */
export function ListedSubjects({ subjects }: { readonly subjects: readonly ListedReading[] }) {
  return (
    <ul className="listed">
      {subjects.map((subject) => (
        <li key={subject.uid}>
          <a href={subject.address}>
            <FullName name={subject.name} />
          </a>
          <span className="listed-facts">
            {[subject.country, subject.date].filter((one) => one !== undefined).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
