import { useEffect, useRef, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import { isTyping } from '../is-typing.ts';

/**
 * Keys of the review: j and k go from claim to claim, x ticks, a accepts what is ticked or the one
 * in focus, Shift A the whole passage, r asks for the comment, u takes the last decision back, Enter
 * opens the source at the passage.
 *
 * After a decision the focus stays where the reader was: on the claim that moved up.
 *
 * @param queue changes whenever the queue does.
 */
export function useReviewKeys(queue: unknown): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const place = useRef(-1);
  const navigate = useNavigate();
  useEffect(() => {
    const boxes = boxesIn(box.current);
    if (place.current >= 0) boxes[Math.min(place.current, boxes.length - 1)]?.focus();
    // A decision brings a new queue; nothing of it is read.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [queue]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const boxes = boxesIn(box.current);
      const at = boxes.indexOf(document.activeElement as HTMLInputElement);
      const here = boxes[at];
      if (event.key === 'j' || event.key === 'k') {
        const next = at === -1 ? 0 : at + (event.key === 'j' ? 1 : -1);
        boxes[Math.min(Math.max(next, 0), boxes.length - 1)]?.focus();
      } else if (event.key === 'x') here?.click();
      else if (event.key === 'a') accept(here, boxes);
      else if (event.key === 'A')
        press(here?.closest('.review-unit'), '[data-accept-all], [data-accept]');
      else if (event.key === 'r') reject(here, boxes);
      else if (event.key === 'u') press(document, '[data-undo]');
      else if (event.key === 'Enter' && here !== undefined) {
        const path = here.closest<HTMLElement>('.review-unit')?.dataset['sourcePath'];
        if (path !== undefined) void navigate(path);
      } else return;
      if (at >= 0) place.current = at;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
  return box;
}

function boxesIn(root: HTMLElement | null): HTMLInputElement[] {
  return [...(root?.querySelectorAll<HTMLInputElement>('[data-claim]') ?? [])];
}

function accept(here: HTMLInputElement | undefined, boxes: readonly HTMLInputElement[]): void {
  if (boxes.some((one) => one.checked)) press(document, 'button[name="do"][value="accept"]');
  else press(here?.closest('.review-line'), '[data-accept]');
}

function reject(here: HTMLInputElement | undefined, boxes: readonly HTMLInputElement[]): void {
  if (here !== undefined && !boxes.some((one) => one.checked)) here.click();
  document.querySelector<HTMLElement>('#review-comment')?.focus();
}

function press(root: ParentNode | null | undefined, selector: string): void {
  root?.querySelector<HTMLElement>(selector)?.click();
}
