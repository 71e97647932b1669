import type { PublicPassage } from '#editions';
import type { PlaceReading } from './reading.ts';

/**
 * Where something was seen or heard. An edition is never rewritten, so whatever form a place was ever
 * published in must be borne.
 *
 * @returns undefined for words.
 */
export function readPlace({ quote, region }: PublicPassage): PlaceReading | undefined {
  if (quote !== undefined) return undefined;
  if (typeof region !== 'object' || region === null || Array.isArray(region)) return 'somewhere';
  const { page = 1, x, y, w, h, from, to } = region as Readonly<Record<string, unknown>>;
  if (isNumber(from) && isNumber(to)) return { from, to };
  if (isNumber(page) && isNumber(x) && isNumber(y) && isNumber(w) && isNumber(h)) {
    return { page, x, y, w, h };
  }
  return 'somewhere';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
