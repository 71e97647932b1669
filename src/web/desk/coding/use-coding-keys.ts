import { useEffect, useRef } from 'react';
import { isTyping } from '../is-typing.ts';
import { keyOf } from '../key-of.ts';

/** What a key of the coding page opens. */
export type Opened = 'claim' | 'act' | 'names';

export interface CodingKeys {
  /** Something is chosen that a claim can rest on. */
  readonly isChosen: boolean;
  /** A key of the text or the recording itself; true when it meant something. */
  readonly onKey: (key: string) => boolean;
  readonly onOpen: (what: Opened) => void;
  readonly onClose: () => void;
}

/**
 * Keys of the coding page, wherever the focus is but in a field: Enter or c codes a claim on what is
 * chosen, x an act, l a list of names, Escape closes; the others choose.
 */
export function useCodingKeys(keys: CodingKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) {
        latest.current.onClose();
        return;
      }
      if (isTyping(event) || !act(event, latest.current)) return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function act(event: KeyboardEvent, { isChosen, onKey, onOpen }: CodingKeys): boolean {
  const key = keyOf(event);
  if (onKey(key)) return true;
  if (!isChosen) return false;
  const isOnButton =
    event.target instanceof HTMLElement &&
    event.target.closest('a, button, summary, [role="button"]') !== null;
  if (key === 'c' || (key === 'Enter' && !isOnButton)) onOpen('claim');
  else if (key === 'x') onOpen('act');
  else if (key === 'l') onOpen('names');
  else return false;
  return true;
}
