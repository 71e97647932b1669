import type { Box } from '../media/picture.tsx';
import { decimalOf } from '../../place-words.ts';

// A ten-thousandth of the picture is as fine as a place is kept.
const round = (value: number) => Math.round(value * 10_000) / 10_000;
const smallest = 0.005;

/** The box between two points, each a fraction of the picture; what lies outside is cut off. */
export function boxBetween(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
): Box {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)].map(within);
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)].map(within);
  const [x, y] = [left ?? 0, top ?? 0];
  return { x, y, w: round((right ?? 0) - x), h: round((bottom ?? 0) - y) };
}

function within(value: number): number {
  return round(Math.min(1, Math.max(0, value)));
}

/** Whether it is large enough to have been meant. */
export function isBox({ w, h }: Box): boolean {
  return w >= smallest && h >= smallest;
}

/** Where the keys begin. */
export const middle: Box = { x: 0.35, y: 0.35, w: 0.3, h: 0.3 };

/**
 * The box after an arrow key: moved, or with `resizes` made larger or smaller at its right and lower
 * side; by a fiftieth of the picture, `fine` by a five-hundredth. It stays within the picture.
 *
 * @returns undefined for any other key.
 */
export function steppedBox(
  box: Box,
  key: string,
  { resizes, fine }: { readonly resizes: boolean; readonly fine: boolean },
): Box | undefined {
  const step = fine ? 0.002 : 0.02;
  const [dx, dy] =
    key === 'ArrowLeft'
      ? [-step, 0]
      : key === 'ArrowRight'
        ? [step, 0]
        : key === 'ArrowUp'
          ? [0, -step]
          : key === 'ArrowDown'
            ? [0, step]
            : [0, 0];
  if (dx === 0 && dy === 0) return undefined;
  const { x, y, w, h } = box;
  const clamp = (value: number, least: number, most: number) =>
    round(Math.min(most, Math.max(least, value)));
  return resizes
    ? { x, y, w: clamp(w + dx, smallest, 1 - x), h: clamp(h + dy, smallest, 1 - y) }
    : { x: clamp(x + dx, 0, 1 - w), y: clamp(y + dy, 0, 1 - h), w, h };
}

/** The four numbers of a box as they stand in fields, in percent. */
export interface TypedBox {
  readonly x: string;
  readonly y: string;
  readonly w: string;
  readonly h: string;
}

export function typedBox({ x, y, w, h }: Box): TypedBox {
  const percent = (value: number) => String(Math.round(value * 10_000) / 100);
  return { x: percent(x), y: percent(y), w: percent(w), h: percent(h) };
}

/** @returns undefined while it is no box within the picture. */
export function readBox(typed: TypedBox): Box | undefined {
  const share = (text: string) => {
    const percent = decimalOf(text);
    return percent === undefined ? Number.NaN : round(percent / 100);
  };
  const box = { x: share(typed.x), y: share(typed.y), w: share(typed.w), h: share(typed.h) };
  const { x, y, w, h } = box;
  const lies = w > 0 && h > 0 && round(x + w) <= 1 && round(y + h) <= 1;
  return lies && x >= 0 && y >= 0 ? box : undefined;
}
