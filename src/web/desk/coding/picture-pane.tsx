import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Region } from '#evidence';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { placeWords } from '../../place-words.ts';
import { Picture, Spotlight, type Box, type PictureSize } from '../media/picture.tsx';
import type { ShownCopy } from '../media/shown-copy.ts';
import { boxBetween, isBox, middle, steppedBox } from './box.ts';
import { BoxFields } from './box-fields.tsx';
import type { MarkedPlace, Reveal } from './media-pane.tsx';
import type { PaneProps } from './text-pane.tsx';
import { useCodingKeys } from './use-coding-keys.ts';

/** A picture on which a part is marked: drawn, moved by keys, or typed. */
export function PicturePane({
  copy,
  places,
  focused,
  isClear,
  onReveal,
  chosen,
  onChoose,
  onPassages,
  onOpen,
  onClose,
}: PaneProps & {
  readonly copy: ShownCopy;
  readonly places: readonly MarkedPlace[];
  /** The place whose claims are shown. */
  readonly focused: Region | undefined;
  readonly isClear: boolean;
  readonly onReveal: Reveal;
}) {
  const t = useT('coding');
  const [size, setSize] = useState<PictureSize>();
  const [drawn, setDrawn] = useState<Box>();
  const box = boxOf(chosen !== undefined && 'region' in chosen ? chosen.region : undefined);
  const choose = (next: Box, how: 'mouse' | 'touch' | 'keys') =>
    onChoose({ region: { page: 1, ...next }, how });
  const drawing = useDrawing({
    onDraw: setDrawn,
    onDrawn: choose,
    onPoint: (x, y) => onPassages(placesAt(places, x, y)),
  });
  useCodingKeys({ isChosen: box !== undefined, onKey: () => false, onOpen, onClose });
  useEffect(() => {
    if (isClear && size !== undefined) onReveal(copy.uid, size);
  }, [isClear, size, copy.uid, onReveal]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const keys = { resizes: event.shiftKey, fine: event.altKey };
    const stepped = steppedBox(box ?? middle, event.key, keys);
    if (stepped === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(box === undefined ? middle : stepped, 'keys');
  };
  const lit = drawn ?? box ?? boxOf(focused);
  return (
    <>
      <p id="spot-hint" className="field-hint">
        {t('spot.hint.image')}
      </p>
      {/* It takes keys and the pointer itself; no element means "draw here". */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className="picture-frame"
        role="application"
        aria-label={t('spot.frame')}
        aria-describedby="spot-hint"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
        {...drawing}
      >
        <Picture copy={copy} alt={copy.name ?? t('media.image')} onLoad={setSize}>
          {lit !== undefined && <Spotlight box={lit} />}
          {places.map((place) => (
            <MarkedBox
              key={place.passage}
              place={place}
              onOpen={() => onPassages([place.passage])}
            />
          ))}
        </Picture>
      </div>
      <BoxFields box={box} onBox={(next) => choose(next, 'keys')} />
    </>
  );
}

function boxOf(region: Region | undefined): Box | undefined {
  if (region === undefined || !('x' in region)) return undefined;
  const { x, y, w, h } = region;
  return { x, y, w, h };
}

function placesAt(places: readonly MarkedPlace[], x: number, y: number): string[] {
  return places.flatMap(({ passage, region }) => {
    const box = boxOf(region);
    const holds =
      box !== undefined && x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;
    return holds ? [passage] : [];
  });
}

function MarkedBox({
  place,
  onOpen,
}: {
  readonly place: MarkedPlace;
  readonly onOpen: () => void;
}) {
  const t = useT('common');
  const locale = useLocale();
  const box = boxOf(place.region);
  if (box === undefined) return null;
  return (
    <a
      href={`#passage-${place.passage}`}
      aria-label={placeWords(place.region, t, locale)}
      data-passages={place.passage}
      draggable={false}
      onClick={(event) => {
        event.preventDefault();
        onOpen();
      }}
    >
      <rect
        className={`picture-box picture-box-${place.state}`}
        x={box.x}
        y={box.y}
        width={box.w}
        height={box.h}
      />
    </a>
  );
}

/** Drawing a box with the pointer; a press without a movement points at what lies there. */
function useDrawing({
  onDraw,
  onDrawn,
  onPoint,
}: {
  /** The box as it is now; undefined when the drawing ends. */
  readonly onDraw: (box: Box | undefined) => void;
  readonly onDrawn: (box: Box, how: 'mouse' | 'touch') => void;
  readonly onPoint: (x: number, y: number) => void;
}) {
  const start = useRef<{ x: number; y: number }>(undefined);
  const end = (): void => {
    start.current = undefined;
    onDraw(undefined);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      start.current = pointIn(event);
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (start.current !== undefined) onDraw(boxBetween(start.current, pointIn(event)));
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (start.current === undefined) return;
      const to = pointIn(event);
      const box = boxBetween(start.current, to);
      end();
      if (isBox(box)) onDrawn(box, event.pointerType === 'touch' ? 'touch' : 'mouse');
      else onPoint(to.x, to.y);
    },
    onPointerCancel: end,
  };
}

function pointIn(event: PointerEvent<HTMLElement>): { x: number; y: number } {
  const picture = event.currentTarget.querySelector('svg') ?? event.currentTarget;
  const { left, top, width, height } = picture.getBoundingClientRect();
  return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
}
