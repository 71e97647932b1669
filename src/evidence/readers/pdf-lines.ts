/** What is used of a text item of pdf.js; `transform` is the PDF text matrix, [4] and [5] are x and y. */
export interface PlacedText {
  readonly str: string;
  readonly transform: readonly number[];
  readonly height: number;
  readonly hasEOL: boolean;
}

/**
 * Lines and paragraphs from placed pieces of text. A PDF has neither: lines end where pdf.js sees the
 * pen move to another line; a paragraph begins where the distance is clearly larger than the page's
 * usual one, or where the pen jumps upwards (next column). Words split by a hyphen stay as printed.
 */
export function linesOfPage(items: readonly PlacedText[]): string {
  const lines = splitLines(items);
  const usual = usualDistance(lines);
  const isRightToLeft = isMostlyRightToLeft(items.map((item) => item.str).join(''));
  return lines
    .map((line, index) => {
      const above = lines[index - 1];
      if (above === undefined) return lineText(line, isRightToLeft);
      return `${startsParagraph(above, line, usual) ? '\n\n' : '\n'}${lineText(line, isRightToLeft)}`;
    })
    .join('');
}

function splitLines(items: readonly PlacedText[]): PlacedText[][] {
  const lines: PlacedText[][] = [[]];
  for (const item of items) {
    lines.at(-1)?.push(item);
    if (item.hasEOL) lines.push([]);
  }
  return lines.filter((line) => line.some((item) => item.str.trim() !== ''));
}

function usualDistance(lines: readonly PlacedText[][]): number {
  const distances = lines
    .flatMap((line, index) => (index === 0 ? [] : [baseline(lines[index - 1]) - baseline(line)]))
    .filter((distance) => distance > 0)
    .sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? Infinity;
}

function startsParagraph(
  above: readonly PlacedText[],
  line: readonly PlacedText[],
  usual: number,
): boolean {
  const height = Math.max(...line.map((item) => item.height), 1);
  const distance = baseline(above) - baseline(line);
  return distance < -0.5 * height || distance > 2.2 * height || distance > 1.3 * usual;
}

function baseline(line: readonly PlacedText[] | undefined): number {
  const first = line?.find((item) => item.str.trim() !== '');
  return first?.transform[5] ?? 0;
}

/**
 * Many programs write right-to-left lines piece by piece as printed from the left; then the pieces
 * are put in the order they are read. Letters within a piece pdf.js has ordered already.
 */
function lineText(line: readonly PlacedText[], isRightToLeftPage: boolean): string {
  const text = line.map((item) => item.str).join('');
  // A line with two Latin names may hold more Latin than Persian letters and still be Persian.
  const isRightToLeft = isRightToLeftPage
    ? text.search(rightToLeft) >= 0
    : isMostlyRightToLeft(text);
  if (!isRightToLeft) return lettersOf(text).trimEnd();
  const ordered = isInPrintedOrder(line) ? readingOrder(line) : text;
  return mendBrackets(lettersOf(ordered)).trim();
}

function isInPrintedOrder(line: readonly PlacedText[]): boolean {
  const words = line.filter((item) => item.str.trim() !== '');
  return (
    words.length > 1 &&
    words.every((item, index) => index === 0 || left(item) >= left(words[index - 1]))
  );
}

/**
 * The inverse of UAX #9 for a right-to-left line, as far as pieces need it: pieces are reversed, a
 * left-to-right run (a Latin name with the numbers after it) and the parts of a number are not.
 */
function readingOrder(line: readonly PlacedText[]): string {
  const classes = line.map((item) => pieceClass(item.str)).join('');
  const spans = [...classes.matchAll(/L[LNSP]*[LN]|L|N(?:P?N)*|./g)];
  return spans
    .reverse()
    .map(({ 0: span, index }) => line.slice(index, index + span.length))
    .flat()
    .map((item) => item.str)
    .join('');
}

function pieceClass(piece: string): 'L' | 'N' | 'P' | 'R' | 'S' {
  if (piece.trim() === '') return 'S';
  if (piece.search(rightToLeft) >= 0) return 'R';
  if (/\p{L}/u.test(piece)) return 'L';
  return /\p{N}/u.test(piece) ? 'N' : 'P';
}

// Letters of right-to-left scripts; their digits run from left to right and are left out.
const rightToLeft = /[\u0590-\u065F\u066A-\u06EF\u06FA-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/g;

function isMostlyRightToLeft(text: string): boolean {
  return (text.match(rightToLeft)?.length ?? 0) * 2 > (text.match(/\p{L}/gu)?.length ?? 0);
}

function left(item: PlacedText | undefined): number {
  return item?.transform[4] ?? 0;
}

/**
 * Codes of glyphs (Latin ligatures, Arabic presentation forms) back to the letters that were typed.
 * PDF writers put them where letters belong; nothing else is normalised.
 */
function lettersOf(text: string): string {
  return text
    .replace(/[\uFB00-\uFB06\uFB13-\uFB17\uFB50-\uFBFF\uFC5E-\uFC63\uFE70-\uFEFC]+/g, (glyphs) =>
      glyphs.normalize('NFKC').replace(/ (?=\p{M})/gu, ''),
    )
    .replace(/[\uFC00-\uFC5D\uFC64-\uFD3D\uFD50-\uFDCF\uFDF0-\uFDFB]/g, (glyph) =>
      glyph.normalize('NFKC'),
    );
}

const mirrored: Readonly<Record<string, string>> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '«': '»',
  '»': '«',
};

/** Printed brackets of right-to-left text are mirror images; some programs name the image. */
function mendBrackets(text: string): string {
  const swapped = text.replace(/[()[\]«»]/g, (bracket) => mirrored[bracket] ?? bracket);
  return !isBalanced(text) && isBalanced(swapped) ? swapped : text;
}

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const bracket of text.match(/[()[\]«»]/g) ?? []) {
    if ('([«'.includes(bracket)) open.push(bracket);
    else if (open.pop() !== mirrored[bracket]) return false;
  }
  return open.length === 0;
}
