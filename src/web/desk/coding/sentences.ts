/** A stretch of text in UTF-16 units, the end exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(language: string, granularity: 'sentence' | 'word'): Intl.Segmenter {
  const key = `${granularity} ${language}`;
  let found = segmenters.get(key);
  if (found === undefined) {
    found = new Intl.Segmenter(language, { granularity });
    segmenters.set(key, found);
  }
  return found;
}

// A sentence never runs over a line end, so that one line is all that is ever cut up.
function sentencesOfLine(text: string, lineStart: number, language: string): Stretch[] {
  const found = text.indexOf('\n', lineStart);
  const line = text.slice(lineStart, found === -1 ? text.length : found);
  return [...segmenter(language, 'sentence').segment(line)].flatMap(({ segment, index }) => {
    const words = segment.trim();
    if (words === '') return [];
    const start = lineStart + index + segment.indexOf(words);
    return [{ start, end: start + words.length }];
  });
}

/** The sentence at an offset or, between sentences, the next one; undefined behind the last. */
export function sentenceAt(text: string, offset: number, language: string): Stretch | undefined {
  for (let line = lineStartAt(text, offset); line !== -1; line = nextLine(text, line)) {
    const found = sentencesOfLine(text, line, language).find(({ end }) => end > offset);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The sentence before an offset; undefined before the first. */
export function sentenceBefore(
  text: string,
  offset: number,
  language: string,
): Stretch | undefined {
  for (let line = lineStartAt(text, offset); line >= 0; line = previousLine(text, line)) {
    const found = sentencesOfLine(text, line, language).findLast(({ end }) => end <= offset);
    if (found !== undefined) return found;
    if (line === 0) return undefined;
  }
  return undefined;
}

function lineStartAt(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function nextLine(text: string, lineStart: number): number {
  const end = text.indexOf('\n', lineStart);
  return end === -1 ? -1 : end + 1;
}

function previousLine(text: string, lineStart: number): number {
  return lineStart < 2 ? 0 : text.lastIndexOf('\n', lineStart - 2) + 1;
}

/** The end of a stretch, one word further or one word less; never less than one word. */
export function stepEnd(
  text: string,
  { start, end }: Stretch,
  by: 1 | -1,
  language: string,
): number {
  const words = [...segmenter(language, 'word').segment(text.slice(start, end + 200))]
    .filter(({ isWordLike }) => isWordLike === true)
    .map(({ segment, index }) => start + index + segment.length);
  if (by === 1) return words.find((wordEnd) => wordEnd > end) ?? end;
  return words.findLast((wordEnd) => wordEnd < end) ?? end;
}

/** The start of a stretch, one word later or one word earlier; never past its last word. */
export function stepStart(
  text: string,
  { start, end }: Stretch,
  by: 1 | -1,
  language: string,
): number {
  const from = Math.max(0, start - 200);
  const words = [...segmenter(language, 'word').segment(text.slice(from, end))]
    .filter(({ isWordLike }) => isWordLike === true)
    .map(({ index }) => from + index);
  if (by === 1) return words.find((wordStart) => wordStart > start) ?? start;
  return words.findLast((wordStart) => wordStart < start) ?? start;
}

/**
 * The stretch that a key chooses next: s and S a sentence, ] and [ move its end by a word, } and {
 * its beginning.
 *
 * @param chosen the one chosen now.
 * @returns undefined when the key means nothing here.
 */
export function stretchFor(
  key: string,
  text: string,
  chosen: Stretch | undefined,
  language: string,
): Stretch | undefined {
  const tag = language === '' ? 'en' : language;
  switch (key) {
    case 's':
      return sentenceAt(text, chosen?.end ?? 0, tag);
    case 'S':
      return sentenceBefore(text, chosen?.start ?? text.length, tag);
    case ']':
      return chosen && { start: chosen.start, end: stepEnd(text, chosen, 1, tag) };
    case '[':
      return chosen && { start: chosen.start, end: stepEnd(text, chosen, -1, tag) };
    case '}':
      return chosen && { start: stepStart(text, chosen, 1, tag), end: chosen.end };
    case '{':
      return chosen && { start: stepStart(text, chosen, -1, tag), end: chosen.end };
    default:
      return undefined;
  }
}
