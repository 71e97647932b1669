import type { Stretch } from './sentences.ts';

// Every stretch of the text stands in an element that says where it begins (`data-start`, UTF-16).
const marked = '[data-start]';

/**
 * What is selected of the text, without white space at its ends; undefined for nothing. A selection that
 * runs on beyond the text is cut to it, on the page too.
 */
export function selectedStretch(root: HTMLElement, text: string): Stretch | undefined {
  const selection = root.ownerDocument.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = within(root, selection.getRangeAt(0));
  if (range === undefined) return undefined;
  if (range !== selection.getRangeAt(0)) {
    selection.removeAllRanges();
    selection.addRange(range);
  }
  const start = offsetAt(range.startContainer, range.startOffset);
  const end = offsetAt(range.endContainer, range.endOffset);
  return start === undefined || end === undefined ? undefined : trimmed(text, { start, end });
}

function within(root: HTMLElement, range: Range): Range | undefined {
  const [isStart, isEnd] = [root.contains(range.startContainer), root.contains(range.endContainer)];
  if (isStart && isEnd) return range;
  if (!isStart && !isEnd) return undefined;
  const cut = range.cloneRange();
  if (isStart) cut.setEnd(root, root.childNodes.length);
  else cut.setStart(root, 0);
  return cut;
}

/** Takes the selection of the browser away; what was chosen stays marked. */
export function forgetSelection(): void {
  document.getSelection()?.removeAllRanges();
}

function trimmed(text: string, { start, end }: Stretch): Stretch | undefined {
  const words = text.slice(start, end);
  const inner = words.trim();
  if (inner === '') return undefined;
  const from = start + words.indexOf(inner);
  return { start: from, end: from + inner.length };
}

// The ends of a selection lie in a text node, or between the children of an element.
function offsetAt(node: Node, offset: number): number | undefined {
  if (node instanceof Text) {
    const start = startOf(node.parentElement?.closest(marked));
    return start === undefined ? undefined : start + offset;
  }
  if (!(node instanceof Element)) return undefined;
  const after = node.childNodes[offset];
  if (after instanceof Element) {
    const first = after.matches(marked) ? after : after.querySelector(marked);
    if (first !== null) return startOf(first);
  }
  const inside = node.matches(marked) ? [node] : [...node.querySelectorAll(marked)];
  const last = inside.at(-1);
  const start = startOf(last);
  return start === undefined ? undefined : start + (last?.textContent.length ?? 0);
}

function startOf(element: Element | null | undefined): number | undefined {
  const value = element?.getAttribute('data-start');
  return value === null || value === undefined ? undefined : Number(value);
}

/** The range of a stretch in the drawn text; undefined when it is not drawn. */
export function rangeOf(root: HTMLElement, { start, end }: Stretch): Range | undefined {
  const from = textNodeAt(root, start, 'after');
  const to = textNodeAt(root, end, 'before');
  if (from === undefined || to === undefined) return undefined;
  const range = root.ownerDocument.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, to.offset);
  return range;
}

function textNodeAt(root: HTMLElement, offset: number, side: 'after' | 'before') {
  for (const element of root.querySelectorAll(marked)) {
    const start = startOf(element) ?? 0;
    const node = element.firstChild;
    if (!(node instanceof Text)) continue;
    const end = start + node.length;
    const isHere =
      side === 'after' ? offset >= start && offset < end : offset > start && offset <= end;
    if (isHere) return { node, offset: offset - start };
  }
  return undefined;
}
