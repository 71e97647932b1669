/** Lines below each other, as far as pages are concerned. */
export interface Breakable {
  readonly lines: readonly unknown[];
  /** Of a line. */
  readonly height: number;
  /** Space above the first line; none at the top of a page that it begins. */
  readonly before: number;
  /** It is never the last on a page: what it leads to begins there too. */
  readonly leads?: boolean;
}

/** A line on its page. */
export interface PlacedLine<Of> {
  readonly of: Of;
  /** Which line of it, from 0. */
  readonly line: number;
  /** Below the top of the page. */
  readonly top: number;
}

/** So many lines of a paragraph stand together at least, at the foot of a page and at the head of the next. */
const together = 2;

/** More headings in a row are no longer kept together. */
const mostLed = 6;

/**
 * Lays paragraphs out on pages of a height. No heading is left alone at the foot of one, and no single line of
 * a paragraph at the foot or the head, unless a page is too low for more. Pure.
 */
export function breakPages<Of extends Breakable>(
  paragraphs: readonly Of[],
  height: number,
): PlacedLine<Of>[][] {
  const pages: PlacedLine<Of>[][] = [[]];
  let y = 0;
  const turn = () => {
    pages.push([]);
    y = 0;
  };
  for (const [at, of] of paragraphs.entries()) {
    const isFirst = () => pages.at(-1)?.length === 0;
    if (!isFirst() && y + needed(paragraphs, at, height) > height) turn();
    y += isFirst() && pages.length > 1 ? 0 : of.before;
    for (const line of of.lines.keys()) {
      const left = of.lines.length - line;
      // Two are left and one has room: both go over, if enough stay behind.
      const isParting = left === together && line >= together && y + left * of.height > height;
      if (!isFirst() && (y + of.height > height || isParting)) turn();
      pages.at(-1)?.push({ of, line, top: y });
      y += of.height;
    }
  }
  return pages;
}

/** Room for what has to begin on the page where a paragraph begins; of more headings than fill one, for the first alone. */
function needed(paragraphs: readonly Breakable[], from: number, height: number): number {
  let room = 0;
  for (const of of paragraphs.slice(from, from + mostLed)) {
    const count = of.lines.length;
    // Of three lines neither one nor two can be parted from the others.
    const least = of.leads === true || count <= together + 1 ? count : together;
    room += (room === 0 ? 0 : of.before) + least * of.height;
    if (of.leads !== true && count > 0) break;
  }
  const [first] = paragraphs.slice(from, from + 1);
  if (first === undefined) return 0;
  return first.before + (room <= height ? room : first.height);
}
