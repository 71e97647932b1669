import { useEffect, useState } from 'react';
import { PageForm, SubmitButton, type FormState } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { ReviewUnitPart } from './review-unit.tsx';
import type { ReviewUnit } from './review-units.ts';
import { UndoLast, UndoList, type DecidedTogether } from './undo-list.tsx';
import { useReviewKeys } from './use-review-keys.ts';

/** The queue as one form: ticked claims are accepted or rejected together. */
export function ReviewForm({
  units,
  undoable,
  mayReview,
  state,
}: {
  readonly units: readonly ReviewUnit[];
  /** What may still be taken back, the latest decision first. */
  readonly undoable: readonly DecidedTogether[];
  readonly mayReview: boolean;
  readonly state: FormState | undefined;
}) {
  const [chosen, setChosen] = useState(0);
  const box = useReviewKeys(units);
  const typed = state?.typed['claim'] ?? [];
  // A decision was made: its comment is not the next one's, and what it took is ticked no more.
  const decided = undoable.flat();
  const round = `${decided[0]?.uid} ${decided.length} ${units.length}`;
  const countChosen = (form: Element | null) =>
    setChosen(form?.querySelectorAll('input[name="claim"]:checked').length ?? 0);
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useEffect(() => countChosen(box.current), [box, round]);
  if (units.length + undoable.length === 0) return null;
  return (
    <PageForm id="review" state={state} area="record" className="review">
      {/* Enter in the comment presses the first button there is: it must be the one that is meant. */}
      <button
        type="submit"
        name="do"
        value="reject"
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
      />
      <div
        ref={box}
        onChange={(event) => countChosen(event.currentTarget)}
        className="review-units"
      >
        {units.map((unit) => (
          <ReviewUnitPart key={unit.key} unit={unit} ticked={typed} />
        ))}
      </div>
      <div className="review-bar">
        <UndoLast decided={undoable[0]} />
        {mayReview && units.length > 0 && (
          <Verdicts round={round} chosen={chosen} typed={state?.typed['comment']?.[0]} />
        )}
      </div>
      <UndoList claims={decided} />
    </PageForm>
  );
}

/** The comment, and what becomes of the ticked claims. */
function Verdicts({
  round,
  chosen,
  typed = '',
}: {
  /** Changes with every decision. */
  readonly round: string;
  /** How many claims are ticked. */
  readonly chosen: number;
  readonly typed: string | undefined;
}) {
  const t = useT('record');
  return (
    <div className="review-verdicts">
      <p className="review-chosen" aria-live="polite">
        {t('review.chosen', { n: chosen })}
      </p>
      <label className="review-comment">
        {t('review.comment')}
        <input
          key={`${round} ${typed}`}
          id="review-comment"
          name="comment"
          className="input"
          dir="auto"
          autoComplete="off"
          defaultValue={typed}
        />
      </label>
      <div className="row">
        <SubmitButton name="do" value="accept">
          {t('review.accept')}
        </SubmitButton>
        <SubmitButton name="do" value="reject" look="danger">
          {t('review.reject')}
        </SubmitButton>
      </div>
    </div>
  );
}
