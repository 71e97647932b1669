import { Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { SubjectPage } from '../../public/subject-page.tsx';
import type { Draft } from './draft.ts';
import '../../public/public.css';

/** Exactly what readers will see, made by the very page they will see it on. */
export function DraftPreview({
  draft,
  publisher,
}: {
  readonly draft: Draft;
  readonly publisher: string;
}) {
  const t = useT('record');
  const pages = draft.documents.filter(({ reading }) => reading.kind !== 'source');
  const sources = draft.documents.filter(({ reading }) => reading.kind === 'source');
  return (
    <section className="stack-tight">
      <h2>{t('publication.preview')}</h2>
      <p className="small muted">{t('publication.previewHint')}</p>
      {pages.map(({ reading, unchanged }) => (
        <details key={reading.uid} className="preview">
          <summary>
            <bdi>{reading.name.text}</bdi> {unchanged && <Tag>{t('publication.unchanged')}</Tag>}
          </summary>
          <div className="public preview-page">
            <SubjectPage reading={reading} publisher={publisher} />
          </div>
        </details>
      ))}
      {sources.length > 0 && (
        <>
          <p>{t('publication.sources', { n: sources.length })}</p>
          <ul className="document-sources">
            {sources.map(({ reading, unchanged }) => (
              <li key={reading.uid}>
                <bdi>{reading.name.text}</bdi>{' '}
                {unchanged && <Tag>{t('publication.unchanged')}</Tag>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
