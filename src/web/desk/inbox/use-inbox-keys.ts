import { useEffect, useRef, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import { isTyping } from '../is-typing.ts';
import { keyOf } from '../key-of.ts';

/**
 * Keys of the inbox: j and k go down and up the list, a takes the source, d is done with it, n adds
 * one, / goes to the filter. Enter needs nothing: the focus stands on the link.
 */
export function useInboxKeys(): RefObject<HTMLOListElement | null> {
  const list = useRef<HTMLOListElement>(null);
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const key = keyOf(event);
      if (key === 'j') step(list.current, 1);
      else if (key === 'k') step(list.current, -1);
      else if (key === 'a' || key === 'd') move(key);
      else if (key === 'n') void navigate('/desk/sources/new');
      else if (key === '/') document.querySelector<HTMLElement>('#inbox-q')?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
  return list;
}

function step(list: HTMLElement | null, by: number): void {
  const links = [...(list?.querySelectorAll<HTMLElement>('[data-open]') ?? [])];
  const current = document.activeElement?.closest('.inbox-row')?.querySelector('[data-open]');
  const at = links.findIndex((link) => link === current);
  const next = at === -1 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1);
  links[next]?.focus();
}

function move(key: string): void {
  const row = document.activeElement?.closest('.inbox-row');
  row?.querySelector<HTMLElement>(`[data-key="${key}"]`)?.click();
}
