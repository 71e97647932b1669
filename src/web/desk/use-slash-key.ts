import { useEffect } from 'react';
import { isTyping } from './is-typing.ts';
import { keyOf } from './key-of.ts';

/** The key / goes to the field of that id. */
export function useSlashKey(fieldId: string): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (keyOf(event) !== '/' || isTyping(event)) return;
      event.preventDefault();
      document.getElementById(fieldId)?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [fieldId]);
}
