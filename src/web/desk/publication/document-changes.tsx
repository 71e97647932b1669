import { Link } from 'react-router';
import { Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ClaimHead } from '../claims/claim-facts.tsx';
import type { ClaimWords } from '../claims/claim-words.ts';
import type { DecisionWords, DocumentWords } from './decision-words.ts';

/** Every page of a decision: what it adds and takes away for readers, and the page itself. */
export function DocumentChanges({ decision }: { readonly decision: DecisionWords }) {
  const t = useT('record');
  const { documents, removals, sources } = decision;
  return (
    <>
      {removals.length > 0 && (
        <section className="record-section">
          <h2>{t('removal.subjects')}</h2>
          <ul className="ruled-list">
            {removals.map((removal) => (
              <li key={removal.uid}>
                <Link
                  to={`/desk/${removal.kind === 'letter' ? 'letters' : 'entities'}/${removal.uid}`}
                >
                  <bdi>{removal.text}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="record-section stack-tight">
        <h2>{removals.length > 0 ? t('removal.corrected') : t('decision.pages')}</h2>
        {documents.length === 0 && <p className="muted">{t('decision.noPages')}</p>}
        {documents.map((document) => (
          <Changes key={document.uid} decision={decision} document={document} />
        ))}
      </section>
      {sources.length > 0 && (
        <section className="record-section">
          <h2>{t('publication.sources', { n: sources.length })}</h2>
          <ul className="document-sources">
            {sources.map((source) => (
              <li key={source}>
                <bdi>{source}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Changes({
  decision,
  document,
}: {
  readonly decision: DecisionWords;
  readonly document: DocumentWords;
}) {
  const t = useT('record');
  const { added, removed, current } = document;
  const closed = current === undefined;
  return (
    <div className="document stack-tight">
      <div className="row row-apart">
        <h3>
          <bdi>{document.text}</bdi>{' '}
          <Tag>{closed ? t('decision.first') : t('decision.current', { n: current })}</Tag>
        </h3>
        <a
          className="button"
          href={`/desk/publications/${decision.uid}/preview/${document.uid}`}
          target="_blank"
          rel="noreferrer"
        >
          {t('decision.preview')}
        </a>
      </div>
      <ChangeList title={t('decision.removed', { n: removed.length })} claims={removed} gone />
      <ChangeList title={t('decision.added', { n: added.length })} claims={added} closed={closed} />
      {added.length + removed.length === 0 && document.kind !== 'letter' && (
        <p className="muted">{closed ? t('decision.noClaims') : t('decision.sameClaims')}</p>
      )}
    </div>
  );
}

function ChangeList({
  title,
  claims,
  gone = false,
  closed = false,
}: {
  readonly title: string;
  readonly claims: readonly ClaimWords[];
  readonly gone?: boolean;
  readonly closed?: boolean;
}) {
  if (claims.length === 0) return null;
  const Mark = gone ? 'del' : 'ins';
  return (
    <details open={!closed}>
      <summary>{title}</summary>
      <ul className="plain-list changes">
        {claims.map((claim) => (
          <li key={claim.uid}>
            <Mark>
              <bdi>{claim.entity.text}</bdi> <ClaimHead claim={claim} />
            </Mark>
          </li>
        ))}
      </ul>
    </details>
  );
}
