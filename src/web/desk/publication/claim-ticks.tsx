import type { ReactNode } from 'react';
import { Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ClaimHead } from '../claims/claim-facts.tsx';
import { Rich } from '../rich.ts';
import type { Draft, DraftClaim } from './draft.ts';

/** Step one, closer: which claims. Sensitive ones start unticked, and what cannot be ticked says why. */
export function ClaimTicks({ draft }: { readonly draft: Draft }) {
  const t = useT('record');
  return (
    <section className="stack-tight">
      <h2>{t('publication.claims')}</h2>
      {draft.groups.map(({ entity, act, claims }) => {
        const ticked = claims.filter((one) => one.ticked).length;
        return (
          <details key={entity.uid} className="ticks" open={ticked < claims.length}>
            <summary>
              <bdi>{entity.text}</bdi>{' '}
              {act !== undefined && (
                <span className="muted">
                  <Rich parts={t.rich<ReactNode>('publication.inAct', { act: <bdi>{act}</bdi> })} />
                </span>
              )}{' '}
              <span className="muted">
                {t('publication.ticked', { ticked, all: claims.length })}
              </span>
            </summary>
            <ul className="plain-list">
              {claims.map((one) => (
                <Tick key={one.claim.uid} one={one} />
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}

function Tick({ one }: { readonly one: DraftClaim }) {
  const t = useT('record');
  const { claim, ticked, barred, names } = one;
  const id = `tick-${claim.uid}`;
  if (barred !== undefined) {
    return (
      <li className="tick">
        <span aria-hidden="true">–</span>
        <div>
          <ClaimHead claim={claim} />
          <p className="small muted">
            {t(`leftOut.${barred}`)} {names !== undefined && <bdi>{names.text}</bdi>}
          </p>
        </div>
      </li>
    );
  }
  return (
    <li className="tick">
      {/* A new answer of the server makes a new box: React keeps the first default. */}
      <input
        key={String(ticked)}
        type="checkbox"
        name="claim"
        value={claim.uid}
        aria-labelledby={id}
        defaultChecked={ticked}
      />
      <div id={id}>
        <input type="hidden" name="listed" value={claim.uid} />
        {claim.sensitive && <input type="hidden" name="sensitive" value={claim.uid} />}
        <ClaimHead claim={claim} />
        {claim.sensitive && (
          <p className="small">
            <Tag tone="caution">{t('publication.sensitiveTag')}</Tag> {t('publication.sensitive')}
          </p>
        )}
      </div>
    </li>
  );
}
