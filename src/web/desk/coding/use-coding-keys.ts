import { useEffect, useRef } from 'react';
import { isTyping } from '../is-typing.ts';
import { sentenceAt, sentenceBefore, stepEnd, stepStart, type Stretch } from './sentences.ts';

/** What a key of the coding page opens. */
export type Opened = 'claim' | 'act' | 'names';

export interface TextKeys {
  readonly text: string;
  readonly language: string;
  readonly chosen: Stretch | undefined;
  readonly onSelect: (stretch: Stretch) => void;
  readonly onOpen: (what: Opened) => void;
  readonly onClose: () => void;
}

/**
 * Keys of the coding page: s and S choose a sentence, ] [ } { grow and shrink the choice by words,
 * Enter or c codes a claim, x an act, l a list of names, Escape closes.
 */
export function useTextKeys(keys: TextKeys): void {
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

function act(event: KeyboardEvent, keys: TextKeys): boolean {
  const { chosen, onSelect, onOpen } = keys;
  const next = stretchFor(event.key, keys);
  if (next !== undefined) {
    onSelect(next);
    return true;
  }
  if (chosen === undefined) return false;
  const isOnButton =
    event.target instanceof HTMLElement && event.target.closest('a, button, summary') !== null;
  if (event.key === 'c' || (event.key === 'Enter' && !isOnButton)) onOpen('claim');
  else if (event.key === 'x') onOpen('act');
  else if (event.key === 'l') onOpen('names');
  else return false;
  return true;
}

function stretchFor(key: string, { text, language, chosen }: TextKeys): Stretch | undefined {
  const tag = language === '' ? 'en' : language;
  switch (key) {
    case 's':
      return sentenceAt(text, chosen?.end ?? 0, tag);
    case 'S':
      return sentenceBefore(text, chosen?.start ?? text.length, tag);
    case ']':
      return chosen && { start: chosen.start, end: stepEnd(text, chosen, 1, tag) };
    case '[':
      return chosen && { start: chosen.start, end: stepEnd(text, chosen, -1, tag) };
    case '}':
      return chosen && { start: stepStart(text, chosen, 1, tag), end: chosen.end };
    case '{':
      return chosen && { start: stepStart(text, chosen, -1, tag), end: chosen.end };
    default:
      return undefined;
  }
}
