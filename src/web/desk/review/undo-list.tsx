import { useT } from '../../messages/catalogs.ts';
import { Tag } from '../../components/index.ts';
import { ClaimHead } from '../claims/claim-facts.tsx';
import type { ClaimWords } from '../claims/claim-words.ts';

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
            <Decided claim={claim} />
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What was decided last, at the top of the queue: the list of all stands below it, far down. */
export function UndoLast({ claims }: { readonly claims: readonly ClaimWords[] }) {
  const [last] = claims;
  if (last === undefined) return null;
  return (
    <div className="review-last row" aria-live="polite">
      <Decided claim={last} />
    </div>
  );
}

/** What became of a claim, and the button that takes it back. */
function Decided({ claim }: { readonly claim: ClaimWords }) {
  const t = useT('record');
  const isAccepted = claim.state === 'accepted';
  return (
    <>
      <div className="row">
        <Tag tone={isAccepted ? 'done' : 'problem'}>
          {t(isAccepted ? 'state.accepted' : 'state.rejected')}
        </Tag>
        <bdi>{claim.entity.text}</bdi>
        <ClaimHead claim={claim} />
      </div>
      <button
        type="submit"
        className="button button-quiet"
        name="do"
        value={`undo:${claim.uid}`}
        data-undo=""
      >
        {t('action.undo')}
      </button>
    </>
  );
}
