import type { CopyView } from '#evidence';
import { formatNumber } from '#platform/languages';
import { Icon } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { Reading } from '../inbox/reading.tsx';

/** The preserved copies of a source: what they are, their hash, and through whose hands they went. */
export function Copies({ copies }: { readonly copies: readonly CopyView[] }) {
  const t = useT('coding');
  return (
    <section aria-labelledby="copies-title" className="stack-tight">
      <h2 id="copies-title">{t('copies.title')}</h2>
      {copies.length === 0 && <p className="muted">{t('copies.none')}</p>}
      {copies.map((copy) => (
        <Copy key={copy.uid} copy={copy} />
      ))}
    </section>
  );
}

function Copy({ copy }: { readonly copy: CopyView }) {
  const t = useT('coding');
  const locale = useLocale();
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const when = (date: Date | string) => time.format(new Date(date));
  const method = `copy.method.${copy.method}`;
  return (
    <div className="copy">
      <p className="row">
        <a href={`/desk/copies/${copy.uid}`} download className="row">
          <Icon name="download" />
          <bdi>{copy.fileName ?? t('copy.download')}</bdi>
        </a>
        <span className="small muted">
          <span dir="ltr">{copy.mediaType.split(';', 1)[0]}</span> ·{' '}
          {t('copy.size', {
            size: formatNumber(Math.ceil(Number(copy.byteLength) / 1024), locale),
          })}
        </span>
        <Reading state={copy.reading} code={copy.readingCode} />
      </p>
      <details className="claim-tool">
        <summary>{t('copy.custody')}</summary>
        <dl className="facts small">
          <dt>{t('copy.hash')}</dt>
          <dd className="code" dir="ltr">
            {copy.sha256}
          </dd>
          {copy.address !== null && (
            <>
              <dt>{t('source.address')}</dt>
              <dd className="code" dir="ltr">
                {copy.address}
              </dd>
            </>
          )}
          <dt>{t.has(method) ? t(method) : copy.method}</dt>
          <dd>
            <bdi>{copy.obtainedBy}</bdi>, {when(copy.obtainedAt)}
          </dd>
        </dl>
        <ol className="small custody">
          {copy.custody.map((step) => {
            const key = `custody.${step.kind}`;
            return (
              <li key={`${step.kind} ${step.at}`}>
                {t.has(key) ? t(key) : step.kind}
                {step.by !== null && (
                  <>
                    {' – '}
                    <bdi>{step.by}</bdi>
                  </>
                )}
                , <time dateTime={step.at}>{when(step.at)}</time>
              </li>
            );
          })}
        </ol>
      </details>
    </div>
  );
}
