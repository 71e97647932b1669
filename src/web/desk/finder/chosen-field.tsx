import type { ReactNode } from 'react';
import { Icon } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** What was chosen in a finder, until it is taken away. */
export function ChosenField({
  label,
  hint,
  text,
  detail,
  onClear,
}: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly text: string;
  readonly detail?: string;
  readonly onClear: () => void;
}) {
  const t = useT('coding');
  return (
    <div className="field">
      <span className="finder-label">{label}</span>
      <span className="chosen chosen-wide">
        <span>
          <bdi>{text}</bdi> {detail !== undefined && <span className="muted small">{detail}</span>}
        </span>
        <button
          type="button"
          className="button button-quiet"
          aria-label={t('action.removeOf', { what: text })}
          onClick={onClear}
        >
          <Icon name="close" />
        </button>
      </span>
      {hint !== undefined && <p className="field-hint">{hint}</p>}
    </div>
  );
}
