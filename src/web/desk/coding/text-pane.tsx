import { useEffect, useMemo, useRef } from 'react';
import { codePointLength, directionName, turnsDirection } from '#platform/languages';
import { useT } from '../../messages/catalogs.ts';
import { useHydrated } from '../use-hydrated.ts';
import { useCoding } from './coding-context.tsx';
import type { ClaimCard } from './coding-facts.ts';
import type { Chosen } from './selected-words.ts';
import { stretchFor, type Stretch } from './sentences.ts';
import { textDirection } from './text-direction.ts';
import { paragraphsOf, type Highlight, type Segment } from './text-segments.ts';
import { forgetSelection, rangeOf, selectedStretch } from './text-selection.ts';
import { useCodingKeys, type Opened } from './use-coding-keys.ts';

const touchPauseMs = 450;

/** What a text, a picture and a recording are given alike. */
export interface PaneProps {
  /** The passages whose claims are shown beside it. */
  readonly passages: readonly string[];
  /** What a form rests on; it stays marked while the focus is in the form. */
  readonly chosen: Chosen | undefined;
  readonly onChoose: (chosen: Chosen) => void;
  readonly onPassages: (passages: readonly string[]) => void;
  readonly onOpen: (what: Opened) => void;
  readonly onClose: () => void;
}

/** The text, with the passages that claims rest on. Plain text: it is selected as anywhere. */
export function TextPane({
  passages: [first],
  chosen: pointedAt,
  onChoose,
  onPassages,
  onOpen,
  onClose,
}: PaneProps) {
  const t = useT('coding');
  const { layer, facts } = useCoding();
  const root = useRef<HTMLElement>(null);
  const chosen = pointedAt !== undefined && 'stretch' in pointedAt ? pointedAt.stretch : undefined;
  const select = (stretch: Stretch, how: Chosen['how']) => onChoose({ stretch, how });
  useCodingKeys({
    isChosen: chosen !== undefined,
    onKey: (key) => {
      const next = stretchFor(key, layer.text, chosen, layer.language);
      if (next !== undefined) select(next, 'keys');
      return next !== undefined;
    },
    onOpen,
    onClose,
  });
  const paragraphs = useMemo(
    () => paragraphsOf(layer.text, highlightsOf(facts.claims, layer.uid, layer.text)),
    [layer, facts.claims],
  );
  useChosenMark(root, chosen, paragraphs);
  useSelecting(root, layer.text, select);
  useShown(root, first);
  return (
    <section
      ref={root}
      className="coding-text"
      id="text"
      aria-label={t('text.label')}
      // The text takes the focus back when a form closes, and can be scrolled by keys.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      lang={layer.language === '' ? undefined : layer.language}
      dir={textDirection(layer.language)}
    >
      {paragraphs.map(({ start, segments }) => (
        <p key={start}>
          {segments.map((segment) => (
            <TextSegment
              key={segment.start}
              segment={segment}
              onOpen={({ passages }) => onPassages(passages)}
            />
          ))}
        </p>
      ))}
    </section>
  );
}

function TextSegment({
  segment,
  onOpen,
}: {
  readonly segment: Segment;
  readonly onOpen: (segment: Segment) => void;
}) {
  const isHydrated = useHydrated();
  const [first] = segment.passages;
  const isSign = turnsDirection(segment.text);
  // The text stands in the element itself: places in it are found by its first child.
  const sign = isSign ? { 'data-name': directionName(segment.text) } : {};
  const signClass = isSign ? 'direction-sign' : '';
  if (first === undefined) {
    return (
      <span data-start={segment.start} className={signClass || undefined} {...sign}>
        {segment.text}
      </span>
    );
  }
  const overlap = segment.passages.length > 1 ? ' passage-overlap' : '';
  const shared = {
    ...sign,
    className: `passage passage-${segment.state}${overlap} ${signClass}`,
    'data-start': segment.start,
    'data-passages': segment.passages.join(' '),
  };
  // Where one means to select its words, a browser drags a link away: only without scripts is it one.
  if (!isHydrated) {
    return (
      <a href={`#passage-${first}`} {...shared}>
        {segment.text}
      </a>
    );
  }
  return (
    <span
      {...shared}
      // A button element does not let its words be selected, nor break over lines.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="button"
      tabIndex={0}
      onClick={(event) => {
        // The end of a drag is no click.
        if (event.currentTarget.ownerDocument.getSelection()?.isCollapsed !== false)
          onOpen(segment);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onOpen(segment);
      }}
    >
      {segment.text}
    </span>
  );
}

/** The passages of one text, each in the state of its most pressing claim. */
function highlightsOf(claims: readonly ClaimCard[], layer: string, text: string): Highlight[] {
  const length = codePointLength(text);
  const byPassage = new Map<string, Highlight>();
  for (const { passage, state } of claims) {
    if (passage === null || passage.layer !== layer) continue;
    const { uid, start, end } = passage;
    if (start === null || end === null || end > length) continue;
    const before = byPassage.get(uid);
    const next = state === 'proposed' || state === 'accepted' ? state : 'rejected';
    const wins = before === undefined || before.state === 'rejected' || next === 'proposed';
    if (wins) byPassage.set(uid, { passage: uid, start, end, state: next });
  }
  return [...byPassage.values()];
}

// Where the page was opened at a passage, it begins there.
function useShown(
  root: { readonly current: HTMLElement | null },
  passage: string | undefined,
): void {
  const first = useRef(passage);
  useEffect(() => {
    if (first.current === undefined) return;
    root.current
      ?.querySelector(`[data-passages~="${CSS.escape(first.current)}"]`)
      ?.scrollIntoView({ block: 'center' });
  }, [root]);
}

const markName = 'chosen';

// Drawn by the browser over the text: changing the page under a selection would lose it.
function useChosenMark(
  root: { readonly current: HTMLElement | null },
  chosen: Stretch | undefined,
  paragraphs: unknown,
): void {
  useEffect(() => {
    const range = root.current === null || !chosen ? undefined : rangeOf(root.current, chosen);
    if (range === undefined || !('highlights' in CSS)) return;
    CSS.highlights.set(markName, new globalThis.Highlight(range));
    return () => void CSS.highlights.delete(markName);
    // A changed drawing of the text has other nodes, in which the range must be found again.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [root, chosen, paragraphs]);
}

function useSelecting(
  root: { readonly current: HTMLElement | null },
  text: string,
  onSelect: (stretch: Stretch, how: 'mouse' | 'touch' | 'keys') => void,
): void {
  const latest = useRef(onSelect);
  useEffect(() => {
    latest.current = onSelect;
  });
  useEffect(() => {
    let isTouch = false;
    let isDragged = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const take = (how: 'mouse' | 'touch' | 'keys'): void => {
      const found = root.current === null ? undefined : selectedStretch(root.current, text);
      if (found !== undefined) latest.current(found, how);
    };
    const onDown = (event: PointerEvent): void => {
      isTouch = event.pointerType === 'touch';
      isDragged = !isTouch;
      // A drag that begins on words selected before would carry them off instead of selecting anew.
      if (!isTouch && event.button === 0 && !event.shiftKey) forgetSelection();
    };
    // The selection is only settled after the event that ends it, wherever the button is let go.
    const onUp = (): void => {
      if (isDragged) setTimeout(() => take('mouse'));
      isDragged = false;
    };
    // On a touch screen the selection goes on changing by its handles.
    const onChange = (): void => {
      clearTimeout(timer);
      if (isTouch) timer = setTimeout(() => take('touch'), touchPauseMs);
    };
    const onKeyUp = (event: KeyboardEvent): void => {
      if (event.shiftKey && event.key.startsWith('Arrow')) take('keys');
    };
    const element = root.current;
    element?.addEventListener('pointerdown', onDown);
    document.addEventListener('pointerup', onUp);
    document.addEventListener('selectionchange', onChange);
    document.addEventListener('keyup', onKeyUp);
    return () => {
      clearTimeout(timer);
      element?.removeEventListener('pointerdown', onDown);
      document.removeEventListener('pointerup', onUp);
      document.removeEventListener('selectionchange', onChange);
      document.removeEventListener('keyup', onKeyUp);
    };
  }, [root, text]);
}
