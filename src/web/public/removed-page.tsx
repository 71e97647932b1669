import { useT } from '../messages/catalogs.ts';

/** What stays where a subject was taken back: that there was one, when it left, and the class of reason. */
export function RemovedPage({
  kind,
  reason,
  date,
  proof,
}: {
  readonly kind: string;
  /** Label of the class of reason; empty when none was given. */
  readonly reason: string;
  readonly date: string;
  /** Path of the page that proves the removal. */
  readonly proof: string;
}) {
  const t = useT('public');
  const log = useT('log');
  const key = `removed.kind.${kind}`;
  return (
    <article className="file removed">
      <title>{t('removed.title')}</title>
      <meta name="robots" content="noindex" />
      <h1>{t('removed.title')}</h1>
      <p className="lead">{t('removed.lead', { kind: t.has(key) ? t(key) : '', date })}</p>
      {reason !== '' && (
        <dl className="facts">
          <dt>{t('removed.reason')}</dt>
          <dd>{reason}</dd>
        </dl>
      )}
      <p className="section-note">{t('removed.note')}</p>
      <p>
        <a href={proof}>{log('removed.proof')}</a>
      </p>
    </article>
  );
}
