import type { SourceReading } from '#publish';
import { useT } from '../messages/catalogs.ts';
import { SourceLine } from './source-line.tsx';

/** Every source of a page, seen ones first. */
export function SourceList({ sources }: { readonly sources: readonly SourceReading[] }) {
  const t = useT('public');
  return (
    <section aria-labelledby="sources" className="section">
      <h2 id="sources">{t('subject.sources')}</h2>
      <ol className="sources">
        {sources.map((source) => (
          <li key={source.uid} id={`source-${source.uid}`} className={source.seen ? '' : 'unseen'}>
            <SourceLine source={source} />
          </li>
        ))}
      </ol>
    </section>
  );
}
