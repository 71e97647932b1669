import type { ReactNode } from 'react';
import { formatList } from '#platform/languages';
import { useT } from '../../messages/catalogs.ts';
import { Tag } from '../../components/index.ts';
import { useLocale } from '../../page-environment.tsx';
import { ClaimHead } from '../claims/claim-facts.tsx';
import type { ClaimWords } from '../claims/claim-words.ts';
import { Rich } from '../rich.ts';

/** Claims that were decided on by one press; never empty. */
export type DecidedTogether = readonly ClaimWords[];

/** What was decided within the hour, each to be taken back with one press. */
export function UndoList({ claims }: { readonly claims: readonly ClaimWords[] }) {
  const t = useT('record');
  if (claims.length === 0) return null;
  return (
    <details className="review-undo" open={claims.length <= 5}>
      <summary>{t('review.decided', { n: claims.length })}</summary>
      <ul className="ruled-list">
        {claims.map((claim) => (
          <li key={claim.uid} className="row row-apart">
            <div className="row">
              <DecidedClaim claim={claim} />
            </div>
            <Undo claims={[claim]} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/**
 * What was decided last, in sight wherever one is in the queue. It is there before the first decision
 * too: only what changes in a live region is read out.
 */
export function UndoLast({ decided }: { readonly decided: DecidedTogether | undefined }) {
  const t = useT('record');
  return (
    <div className="review-last">
      <section aria-live="polite" aria-label={t('review.last')} className="review-last-words row">
        {decided !== undefined && <LastWords decided={decided} />}
      </section>
      {decided !== undefined && <Undo claims={decided} isLast />}
    </div>
  );
}

function LastWords({ decided }: { readonly decided: DecidedTogether }) {
  const t = useT('record');
  const locale = useLocale();
  const [first] = decided;
  if (first === undefined) return null;
  if (decided.length === 1) return <DecidedClaim claim={first} />;
  const names = [...new Set(decided.map(({ entity }) => entity.text))];
  return (
    <>
      <Verdict claim={first} />
      <p>
        <Rich
          parts={t.rich<ReactNode>('review.lastMany', {
            n: decided.length,
            names: <bdi>{formatList(names, locale)}</bdi>,
          })}
        />
      </p>
    </>
  );
}

/** What became of a claim. */
function DecidedClaim({ claim }: { readonly claim: ClaimWords }) {
  return (
    <>
      <Verdict claim={claim} />
      <bdi>{claim.entity.text}</bdi>
      <ClaimHead claim={claim} />
    </>
  );
}

function Verdict({ claim }: { readonly claim: ClaimWords }) {
  const t = useT('record');
  const isAccepted = claim.state === 'accepted';
  return (
    <Tag tone={isAccepted ? 'done' : 'problem'}>
      {t(isAccepted ? 'state.accepted' : 'state.rejected')}
    </Tag>
  );
}

function Undo({
  claims,
  isLast = false,
}: {
  readonly claims: DecidedTogether;
  /** The one that the key presses. */
  readonly isLast?: boolean;
}) {
  const t = useT('record');
  return (
    <button
      type="submit"
      className="button button-quiet"
      name="do"
      value={`undo:${claims.map(({ uid }) => uid).join(',')}`}
      data-undo={isLast ? '' : undefined}
    >
      {t('action.undo')}
    </button>
  );
}
