import { useT } from '../../messages/catalogs.ts';

/** The buttons of a form of the page, and what became of the last try. */
export function FormFoot({
  label,
  isSaving,
  isLost,
  missing,
  done,
  onClose,
  onDiscard,
}: {
  readonly label: string;
  readonly isSaving: boolean;
  readonly isLost: boolean;
  readonly missing: string | undefined;
  readonly done: string | undefined;
  readonly onClose: () => void;
  /** Throws away what was typed; absent where nothing is kept. */
  readonly onDiscard?: (() => void) | undefined;
}) {
  const t = useT('coding');
  return (
    <div className="form-foot stack-tight">
      <output className="form-said small">
        {isLost && <span className="field-problem">{t('save.lost')}</span>}
        {missing !== undefined && <span className="field-problem">{missing}</span>}
        {!isLost && !isSaving && missing === undefined && done}
      </output>
      <p className="row">
        <button
          type="submit"
          className="button button-primary"
          aria-disabled={isSaving || undefined}
          onClick={(event) => {
            if (isSaving) event.preventDefault();
          }}
        >
          {isSaving ? t('state.saving') : isLost ? t('action.tryAgain') : label}
        </button>
        <button type="button" className="button button-quiet" onClick={onClose}>
          {t('action.close')} <kbd>Esc</kbd>
        </button>
        {onDiscard !== undefined && (
          <button type="button" className="button button-quiet" onClick={onDiscard}>
            {t('action.discard')}
          </button>
        )}
      </p>
    </div>
  );
}
