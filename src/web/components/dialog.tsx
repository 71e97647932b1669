import type { ReactNode } from 'react';
import { useT } from '../messages/catalogs.ts';
import { Icon } from './icon.tsx';

/**
 * A box over the page, opened by a {@link DialogButton} with the same id. It is the browser's own
 * popover: it opens and closes without scripts, by Escape and by a click beside it.
 */
export function Dialog({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const t = useT('common');
  return (
    <dialog id={id} popover="auto" className="dialog" aria-labelledby={`${id}-title`}>
      <div className="dialog-head">
        <h2 id={`${id}-title`}>{title}</h2>
        <button
          type="button"
          className="button button-quiet"
          popoverTarget={id}
          popoverTargetAction="hide"
          aria-label={t('action.close')}
        >
          <Icon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  );
}

/** Opens the dialog of that id. */
export function DialogButton({
  opens,
  quiet = false,
  children,
}: {
  readonly opens: string;
  readonly quiet?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className={quiet ? 'button button-quiet' : 'button'}
      popoverTarget={opens}
    >
      {children}
    </button>
  );
}
