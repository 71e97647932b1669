import { appearances, verifications } from '@countersign/letter';
import type { SigningFacts } from '#letters';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { ErasedLine } from './retention-line.tsx';
import { WithheldSummary } from './withheld-summary.tsx';
import { SigningDates } from './signing-dates.tsx';
import './signing.css';

/** How many signed, in which ways; with the ways onward. What is counted is confirmed. */
export function SigningSummary({
  signing,
  uid,
  publicUrl,
  links = false,
  language,
}: {
  readonly signing: SigningFacts;
  readonly uid: string;
  /** Origin of the instance. */
  readonly publicUrl: string;
  /** On the letter's own page: to the form and to the list. */
  readonly links?: boolean;
  /** In which the letter is read there; it is signed under the same text. */
  readonly language?: string | undefined;
}) {
  const t = useT('sign');
  const ledger = useT('ledger');
  const locale = useLocale();
  const tallies = signing.tallies.filter(({ affirms }) => affirms === 'first');
  const total = sum(tallies);
  const erased = signing.retention?.erased ?? null;
  const address = `/${locale}/letters/${uid}`;
  return (
    <section className="section signing" aria-labelledby="signed-by">
      <h2 id="signed-by">
        {t(erased === null ? 'count' : 'count.erased', { count: erased?.signed ?? total })}
      </h2>
      {total > 0 && (
        <ul className="plain-list signing-classes">
          {appearances.map((appearance) => {
            const signed = sum(tallies.filter((one) => one.appearance === appearance));
            return signed === 0 ? null : (
              <li key={appearance}>{t(`count.${appearance}`, { count: signed })}</li>
            );
          })}
          {verifications.map((verification) => {
            const signed = sum(tallies.filter((one) => one.verification === verification));
            return signed === 0 ? null : (
              <li key={verification} className="muted">
                {t(`count.${verification}`, { count: signed })}
              </li>
            );
          })}
        </ul>
      )}
      {erased !== null && <ErasedLine erased={erased} />}
      <WithheldSummary signing={signing} />
      <Versions tallies={signing.tallies} />
      {erased === null && <Recount uid={uid} page={`${publicUrl}${address}`} />}
      {links && (
        <p className="row">
          {signing.state === 'open' && (
            <a
              className="button button-primary"
              href={`${address}/sign${language === undefined ? '' : `/${language}`}`}
            >
              {t('sign.link')}
            </a>
          )}
          {erased === null && <a href={`${address}/signatures`}>{t('list.link')}</a>}
          <a href={`${address}/ledger`}>{ledger('link')}</a>
        </p>
      )}
      {signing.state !== 'open' && <p>{t(`state.${signing.state}`)}</p>}
      {signing.state !== 'open' && signing.message !== '' && <p dir="auto">{signing.message}</p>}
      <SigningDates signing={signing} />
    </section>
  );
}

/** What the number shows, and how anybody counts anew; nothing is left to count once all is erased. */
function Recount({ uid, page }: { readonly uid: string; readonly page: string }) {
  const t = useT('sign');
  return (
    <>
      <p className="section-note">{t('count.means')}</p>
      <details className="signing-recount">
        <summary>{t('recount')}</summary>
        <p className="section-note">{t('recount.means')}</p>
        <dl className="facts">
          <dt>{t('recount.command')}</dt>
          <dd>
            <bdi className="code">{`countersign verify ${page}`}</bdi>
          </dd>
          <dt>{t('recount.files')}</dt>
          <dd>
            <a href={`/letters/${uid}/roll.json`}>roll.json</a>
          </dd>
        </dl>
      </details>
    </>
  );
}

/** Who signed which text: nobody's word for one stands for another. */
function Versions({ tallies }: Pick<SigningFacts, 'tallies'>) {
  const t = useT('sign');
  const versions = [...new Set(tallies.map(({ version }) => version))];
  if (versions.length < 2) return null;
  return (
    <ul className="plain-list">
      {versions.map((version) => {
        const own = tallies.filter((one) => one.version === version);
        const first = sum(own.filter(({ affirms }) => affirms === 'first'));
        const again = sum(own.filter(({ affirms }) => affirms === 'again'));
        return (
          <li key={version}>
            {first > 0 && t('count.version', { version, count: first })}
            {first > 0 && again > 0 && ' · '}
            {again > 0 && t('count.again', { version, count: again })}
          </li>
        );
      })}
    </ul>
  );
}

function sum(tallies: SigningFacts['tallies']): number {
  return tallies.reduce((total, { signed }) => total + signed, 0);
}
