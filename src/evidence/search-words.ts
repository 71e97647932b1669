import { codePointLength, foldForSearch } from '#platform/languages';

/** A stretch of a text with the words in it, folded; offsets in code points, end exclusive. */
export interface SearchPiece {
  readonly start: number;
  readonly end: number;
  readonly words: readonly string[];
}

const word = /[\p{L}\p{M}\p{N}\u200C\u0640]+/gu;

/** The words of a text as search compares them: folded, each once. */
export function searchWords(text: string): string[] {
  const found = (text.match(word) ?? []).flatMap((one) => {
    const folded = foldForSearch(one);
    // A lexeme has a limit of 2 KB; nobody searches for a word of a hundred letters.
    return folded === '' || folded.length > 100 ? [] : folded.split(' ');
  });
  return [...new Set(found)];
}

// A search names a few words that stand near each other: pieces of about two pages, each beginning a
// little before the last ended, so that a name across the seam is found.
const pieceLength = 4_000;
const overlap = 200;

/** Cuts a text into pieces to be searched, at white space where there is some. */
export function searchPieces(text: string): SearchPiece[] {
  const pieces: SearchPiece[] = [];
  let from = 0;
  // Counted along, because counting from the start for each piece would take quadratic time.
  let fromPoints = 0;
  while (from < text.length) {
    const to = pieceEnd(text, from);
    const part = text.slice(from, to);
    const points = codePointLength(part);
    const words = searchWords(part);
    if (words.length > 0) pieces.push({ start: fromPoints, end: fromPoints + points, words });
    if (to >= text.length) break;
    const next = safeOffset(text, Math.max(to - overlap, from + 1));
    fromPoints += codePointLength(text.slice(from, next));
    from = next;
  }
  return pieces;
}

function pieceEnd(text: string, from: number): number {
  const most = from + pieceLength;
  if (most >= text.length) return text.length;
  const space = text.lastIndexOf(' ', most);
  return safeOffset(text, space > from + pieceLength / 2 ? space : most);
}

// Never between the halves of a surrogate pair.
function safeOffset(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  return unit >= 0xdc00 && unit <= 0xdfff ? offset + 1 : offset;
}

/** A stretch of a text for a list of results; `hit` parts match the search. */
export interface SnippetPart {
  readonly text: string;
  readonly hit: boolean;
}

/**
 * The first place in a text where a searched word stands, with a little round it, hits marked.
 *
 * @param wanted folded words of the search; a word of the text that begins with one is a hit.
 */
export function snippet(text: string, wanted: readonly string[], around = 90): SnippetPart[] {
  const hits = [...text.matchAll(word)].filter((match) => {
    const folded = foldForSearch(match[0]);
    return wanted.some((one) => folded.startsWith(one));
  });
  const [first] = hits;
  if (first === undefined) return [];
  const from = wordEdge(text, Math.max(0, first.index - around));
  const to = lineEnd(text, first.index + first[0].length, around * 2);
  const parts: SnippetPart[] = [];
  let at = from;
  for (const hit of hits) {
    if (hit.index < at || hit.index + hit[0].length > to) continue;
    parts.push({ text: text.slice(at, hit.index), hit: false }, { text: hit[0], hit: true });
    at = hit.index + hit[0].length;
  }
  parts.push({ text: text.slice(at, to), hit: false });
  if (from > 0) parts.unshift({ text: '… ', hit: false });
  if (to < text.length) parts.push({ text: ' …', hit: false });
  return parts.filter((part) => part.text !== '');
}

function lineEnd(text: string, from: number, most: number): number {
  if (from + most >= text.length) return text.length;
  const space = text.lastIndexOf(' ', from + most);
  return space > from ? space : safeOffset(text, from + most);
}

function wordEdge(text: string, offset: number): number {
  if (offset === 0) return 0;
  const space = text.indexOf(' ', offset);
  return space === -1 || space > offset + 30 ? safeOffset(text, offset) : space + 1;
}
