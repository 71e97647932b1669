import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useSentence } from './coding-context.tsx';
import type { ClaimCard } from './coding-facts.ts';
import { useSave } from './use-save.ts';

/** Says that a claim was withdrawn, and takes it back on request. */
export function Withdrawn({
  claim,
  onRestored,
}: {
  readonly claim: ClaimCard;
  readonly onRestored: () => void;
}) {
  const t = useT('coding');
  const sentence = useSentence();
  const { save, isSaving, isLost, answer } = useSave((done) => {
    if (done.ok) onRestored();
  });
  const refused = answer?.ok === false ? answer.state.problems : [];
  return (
    <Notice tone="done" live>
      <p className="row">
        {t('claim.withdrawn', { property: claim.propertyLabel, value: claim.valueText })}
        <button
          type="button"
          className="button button-quiet"
          aria-disabled={isSaving || undefined}
          onClick={() => save({ form: 'restore', claim: claim.uid })}
        >
          {isSaving ? t('state.saving') : t('action.undo')}
        </button>
      </p>
      {isLost && <p className="field-problem">{t('save.lost')}</p>}
      {refused.map((problem) => (
        <p key={problem.code} className="field-problem">
          {sentence(problem)}
        </p>
      ))}
    </Notice>
  );
}
