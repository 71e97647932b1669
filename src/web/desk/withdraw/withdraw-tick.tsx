import { ClaimHead } from '../claims/claim-facts.tsx';
import type { ClaimWords } from '../claims/claim-words.ts';
import { StateTag } from '../claims/state-tag.tsx';

/** A claim with a box to tick: what is said of whom, and where it stands. */
export function WithdrawTick({
  claim,
  ticked,
}: {
  readonly claim: ClaimWords;
  readonly ticked: boolean;
}) {
  const id = `tick-${claim.uid}`;
  return (
    <li className="tick">
      <input type="hidden" name="listed" value={claim.uid} />
      <input
        type="checkbox"
        name="claim"
        value={claim.uid}
        aria-labelledby={id}
        defaultChecked={ticked}
      />
      <div id={id}>
        <p className="small">
          <bdi>{claim.entity.text}</bdi> <StateTag state={claim.state} />
        </p>
        <ClaimHead claim={claim} />
        {claim.source !== null && (
          <p className="small muted">
            <bdi>{claim.source.title}</bdi>
          </p>
        )}
      </div>
    </li>
  );
}
