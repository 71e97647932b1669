import { Link } from 'react-router';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { TraceHead } from '../removed/trace-head.tsx';
import type { DecisionWarnings as Warnings } from './decision-words.ts';
import { EmptiedPages } from './emptied-pages.tsx';
import { ReturningList } from './returning-list.tsx';

/** What whoever decides must know first: names that stay, what comes back, pages that stay wrong. */
export function DecisionWarnings({ warnings }: { readonly warnings: Warnings }) {
  const t = useT('record');
  const { traces, returning, alsoShown, emptied } = warnings;
  return (
    <>
      <EmptiedPages pages={emptied} />
      {returning.length > 0 && (
        <Notice tone="caution">
          <p>{t('publication.returning', { n: returning.length })}</p>
          <ReturningList returning={returning} />
        </Notice>
      )}
      {alsoShown.length > 0 && (
        <Notice tone="caution">
          <p>{t('publication.declined', { n: alsoShown.length })}</p>
          <ul>
            {alsoShown.map(({ uid, text }) => (
              <li key={uid}>
                <Link to={`/desk/entities/${uid}`}>
                  <bdi>{text}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {traces.length > 0 && (
        <Notice tone="caution">
          <p>{t('removal.stillNamed', { n: traces.length })}</p>
          <ul className="plain-list">
            {traces.map((trace) => (
              <li key={trace.key} className="trace">
                <TraceHead trace={trace} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
