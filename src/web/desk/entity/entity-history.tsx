import { Link } from 'react-router';
import { useT } from '../../messages/catalogs.ts';
import { ClaimFacts, ClaimHead } from '../claims/claim-facts.tsx';
import { StateTag } from '../claims/state-tag.tsx';
import { AsOfLink } from '../claims/as-of-link.tsx';
import { ValueText } from '../claims/value-text.tsx';
import { StepList } from '../claims/step-list.tsx';
import type { HistoryWords } from './history-words.ts';
import { ruleKey } from './property-list.tsx';

/** Everything ever said, who said it, and what became of it. */
export function EntityHistory({
  history,
  path,
}: {
  readonly history: HistoryWords;
  /** The page of the entity, which can be shown as of each step. */
  readonly path: string;
}) {
  const t = useT('record');
  return (
    <>
      {history.resolutions.length > 0 && (
        <section className="record-section">
          <h2>{t('history.resolutions')}</h2>
          <ul className="ruled-list">
            {history.resolutions.map((one) => (
              <li key={`${one.at} ${one.property} ${one.reason}`}>
                <p>
                  {t('history.resolution', { property: one.property, rule: t(ruleKey(one.rule)) })}{' '}
                  <bdi>{one.reason}</bdi>
                </p>
                {one.chosen !== undefined && (
                  <p>
                    {t('history.chosen')} <ValueText value={one.chosen} />
                  </p>
                )}
                <p className="small muted">
                  <bdi>{one.by}</bdi>, <AsOfLink path={path} instant={one.instant} words={one.at} />
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="record-section">
        <h2>{t('history.claims', { n: history.claims.length })}</h2>
        <ul className="ruled-list">
          {history.claims.map(({ claim, steps }) => (
            <li key={claim.uid} className="stack-tight">
              <div className="row row-apart">
                <Link className="plain-link" to={`/desk/claims/${claim.uid}`}>
                  <ClaimHead claim={claim} isLinked={false} />
                </Link>
                <StateTag state={claim.state} />
              </div>
              <ClaimFacts claim={claim} />
              <StepList steps={steps} asOfPath={path} />
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
