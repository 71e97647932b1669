import { useEffect, useRef, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import { isTyping } from '../is-typing.ts';
import { keyOf } from '../key-of.ts';

/**
 * Keys of the review: j and k go from claim to claim, x ticks, a accepts what is ticked or the one
 * in focus, Shift A the whole passage, r asks for the comment, u takes the last decision back, Enter
 * opens the source at the passage.
 *
 * A claim is in focus while anything on its line is, and its passage with it. After a decision the
 * focus is where the reader was: on the claim that moved up.
 *
 * @param queue changes whenever the queue does.
 */
export function useReviewKeys(queue: unknown): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  // How many claims stand before the place that was left when a decision was made.
  const left = useRef<number | undefined>(undefined);
  const navigate = useNavigate();
  useEffect(() => {
    const place = left.current;
    left.current = undefined;
    // What still has the focus keeps it: a filter that was chosen, a claim that stayed.
    if (place === undefined || document.activeElement !== document.body) return;
    const boxes = boxesIn(box.current);
    boxes[Math.min(place, boxes.length - 1)]?.focus();
    // A decision brings a new queue; nothing of it is read.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [queue]);
  useEffect(() => {
    const root = box.current?.closest('form');
    const onSubmit = (event: SubmitEvent): void => {
      left.current = placeAfter(boxesIn(box.current), event.submitter);
    };
    root?.addEventListener('submit', onSubmit);
    return () => root?.removeEventListener('submit', onSubmit);
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || !act(keyOf(event), boxesIn(box.current), navigate)) return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
  return box;
}

type Boxes = readonly HTMLInputElement[];

function boxesIn(root: HTMLElement | null): Boxes {
  return [...(root?.querySelectorAll<HTMLInputElement>('[data-claim]') ?? [])];
}

// True when the key meant something here.
function act(key: string, boxes: Boxes, navigate: (path: string) => unknown): boolean {
  const focused = document.activeElement;
  const here = boxInLineOf(focused);
  const unit = focused?.closest<HTMLElement>('.review-unit');
  if (key === 'j' || key === 'k') step(boxes, here, unit, key === 'j' ? 1 : -1);
  else if (key === 'x') here?.click();
  else if (key === 'a') accept(here, boxes);
  else if (key === 'A') acceptPassage(unit);
  else if (key === 'r') reject(here, boxes);
  else if (key === 'u') press(document, '[data-undo]');
  else if (key === 'Enter' && focused !== null && focused === here) {
    const path = unit?.dataset['sourcePath'];
    if (path !== undefined) navigate(path);
  } else return false;
  return true;
}

function boxInLineOf(element: Element | null): HTMLInputElement | undefined {
  const line = element?.closest('.review-line');
  return line?.querySelector<HTMLInputElement>('[data-claim]') ?? undefined;
}

// From a passage in which no claim is in focus, to its first or to the last before it.
function step(
  boxes: Boxes,
  here: HTMLInputElement | undefined,
  unit: Element | null | undefined,
  by: number,
): void {
  const at = here === undefined ? -1 : boxes.indexOf(here);
  const first = boxes.findIndex((one) => unit?.contains(one) === true);
  const outside = by > 0 ? Math.max(first, 0) : first - 1;
  const next = at === -1 ? outside : at + by;
  boxes[Math.min(Math.max(next, 0), boxes.length - 1)]?.focus();
}

function accept(here: HTMLInputElement | undefined, boxes: Boxes): void {
  if (boxes.some((one) => one.checked)) press(document, 'button[name="do"][value="accept"]');
  else press(here?.closest('.review-line'), '[data-accept]');
}

// A passage with one proposal has no button for all of them.
function acceptPassage(unit: Element | null | undefined): void {
  const all = unit?.querySelector<HTMLElement>('[data-accept-all]');
  if (all instanceof HTMLElement) all.click();
  else press(unit, '[data-accept]');
}

function reject(here: HTMLInputElement | undefined, boxes: Boxes): void {
  if (here !== undefined && !boxes.some((one) => one.checked)) here.click();
  document.querySelector<HTMLElement>('#review-comment')?.focus();
}

// Claims before the place where the reader was that are still there after what the button decides.
function placeAfter(boxes: Boxes, button: HTMLElement | null): number | undefined {
  const ticked = boxes.filter((one) => one.checked);
  const from = boxInLineOf(document.activeElement) ?? boxInLineOf(button) ?? ticked[0];
  const unit = button?.closest('.review-unit');
  const at = boxes.findIndex((one) => one === from || (!from && unit?.contains(one)));
  if (at === -1) return undefined;
  const decided = button instanceof HTMLButtonElement ? button.value.split(':')[1] : undefined;
  const goes = (one: HTMLInputElement): boolean => decided?.includes(one.value) ?? one.checked;
  return boxes.slice(0, at).filter((one) => !goes(one)).length;
}

function press(root: ParentNode | null | undefined, selector: string): void {
  root?.querySelector<HTMLElement>(selector)?.click();
}
