import { codePointOffset } from '#platform/languages';

/** Where words stand in a text, in code points. */
export interface QuotePlace {
  readonly start: number;
  readonly end: number;
  /** The words with some of what stands round them, to choose by. */
  readonly context: string;
}

const contextUnits = 40;
const mostPlaces = 20;

/**
 * Finds words that somebody typed or pasted in a text. White space counts as equal, because a form
 * field breaks lines elsewhere; every other character must be the same.
 *
 * @returns every place, at most twenty.
 */
export function findQuote(text: string, quote: string): QuotePlace[] {
  const words = quote.trim().split(/\s+/u);
  if (words[0] === undefined || words[0] === '') return [];
  const pattern = new RegExp(words.map(escaped).join(String.raw`\s+`), 'gu');
  const places: QuotePlace[] = [];
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    places.push({
      start: codePointOffset(text, match.index),
      end: codePointOffset(text, end),
      context: text
        .slice(Math.max(0, match.index - contextUnits), end + contextUnits)
        .toWellFormed(),
    });
    if (places.length === mostPlaces) break;
  }
  return places;
}

/**
 * The words by which something new is known in a text: its name where that stands nearest to a part of
 * the text, else that part as a whole. Offsets in code points.
 */
export function wordsNaming(
  text: string,
  name: string,
  part: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } {
  const far = (place: QuotePlace) => Math.max(part.start - place.end, place.start - part.end, 0);
  const [nearest = part] = findQuote(text, name).toSorted((a, b) => far(a) - far(b));
  return { start: nearest.start, end: nearest.end };
}

function escaped(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
