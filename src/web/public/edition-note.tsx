import { useT } from '../messages/catalogs.ts';
import { CountersignedLine, type CountersignedBy } from './log/countersigned-by.tsx';

/** One edition, its moment already in the reader's words. */
export interface EditionLine {
  readonly number: number;
  readonly published: string;
  readonly correction?: string;
  readonly hash: string;
}

/** What identifies the edition on the page, on screen and on paper. */
export interface EditionFacts {
  readonly number: number;
  readonly published: string;
  readonly hash: string;
  /** Full public address of the page. */
  readonly url: string;
  /** Where the subject's page stands; each edition has an address beneath it. */
  readonly address: string;
  /** Who countersigned the log that holds it; absent before there is a log of it, as in a preview. */
  readonly countersigned?: readonly CountersignedBy[];
  /** Path of the page that tells what is proven of it. */
  readonly proof: string;
  /** The newest first; this one among them. */
  readonly history: readonly EditionLine[];
}

/** Number, day, fingerprint and history of an edition; how to cite it. */
export function EditionNote({
  edition,
  title,
  publisher,
  claims,
  sources,
}: {
  readonly edition: EditionFacts;
  readonly title: string;
  readonly publisher: string;
  readonly claims: number;
  readonly sources: number;
}) {
  const t = useT('public');
  const common = useT('common');
  const log = useT('log');
  const { number, published, hash, url, address, proof, history } = edition;
  return (
    <section aria-labelledby="edition" className="section edition">
      <h2 id="edition">{t('edition.title')}</h2>
      <dl className="facts">
        <dt>{t('edition.number', { number })}</dt>
        <dd>
          {published}
          {claims > 0 && ` · ${t('edition.claims', { claims, sources })}`}
        </dd>
        <dt>{t('edition.hash')}</dt>
        <dd>
          <bdi className="code">{hash}</bdi>
        </dd>
        <dt>{log('proof.title')}</dt>
        <dd>
          {edition.countersigned !== undefined && (
            <>
              <CountersignedLine by={edition.countersigned} />
              {'. '}
            </>
          )}
          <a href={proof}>{log('edition.proof')}</a>
        </dd>
        <dt>{t('edition.cite')}</dt>
        <dd>
          <bdi>{publisher}</bdi>. <cite>{title}</cite>. {t('edition.number', { number })}
          {common('list.comma')}
          {published}. <bdi className="code">{url}</bdi>
        </dd>
      </dl>
      {history.length > 1 && (
        <>
          <h3>{t('edition.history')}</h3>
          <ol className="editions plain-list">
            {history.map((step) => (
              <li key={step.number}>
                {step.number === number ? (
                  <strong>{t('edition.number', { number })}</strong>
                ) : (
                  <a href={`${address}/editions/${step.number}`}>
                    {t('edition.number', { number: step.number })}
                  </a>
                )}
                {common('list.comma')}
                {step.published}.{' '}
                {step.correction === undefined ? (
                  t(step.number === 1 ? 'edition.first' : 'edition.changed')
                ) : (
                  <bdi>{t('edition.correction', { reason: `\u2068${step.correction}\u2069` })}</bdi>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

/** Stands at the foot of every printed sheet. */
export function PrintFoot({ edition }: { readonly edition: EditionFacts }) {
  const t = useT('public');
  const common = useT('common');
  return (
    <div className="print-foot">
      <p>
        <bdi>{edition.url}</bdi>
      </p>
      <p>
        {t('edition.number', { number: edition.number })}
        {common('list.comma')}
        {edition.published}. SHA-256 <bdi>{edition.hash}</bdi>
      </p>
    </div>
  );
}
