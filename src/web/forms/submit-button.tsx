import type { ReactNode } from 'react';
import { useT } from '../messages/catalogs.ts';
import { useFormFrame } from './form-context.tsx';

/**
 * Sends the form. While it is under way it says so and sends nothing twice.
 *
 * @param name with `value`: tells the action which of several buttons was pressed.
 */
export function SubmitButton({
  name,
  value,
  look = 'primary',
  children,
}: {
  readonly name?: string;
  readonly value?: string;
  readonly look?: 'primary' | 'plain' | 'danger';
  readonly children: ReactNode;
}) {
  const t = useT('common');
  const { pending } = useFormFrame();
  return (
    <button
      type="submit"
      className={`button button-${look}`}
      name={name}
      value={value}
      // Not `disabled`: that would drop the focus and hide the button from a screen reader.
      aria-disabled={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
    >
      {pending ? t('state.sending') : children}
    </button>
  );
}
