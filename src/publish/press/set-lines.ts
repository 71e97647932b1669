import type { Run } from '@countersign/letter';

/** Words that are drawn in one go: one font, one direction of the paragraph. */
export interface Stretch {
  readonly text: string;
  readonly marks: NonNullable<Run['marks']>;
  readonly width: number;
}

/** One line of a paragraph, the first stretch where reading begins. */
export type Line = readonly Stretch[];

/** Width of words in their setting. */
export type Measure = (text: string, marks: NonNullable<Run['marks']>) => number;

/**
 * Breaks runs into lines no wider than `width`, between words; a word that is wider by itself is broken
 * where it must. Pure, given what measures.
 */
export function setLines(runs: readonly Run[], width: number, measure: Measure): Line[] {
  const lines: Stretch[][] = [];
  let line: Stretch[] = [];
  let used = 0;
  for (const { text, marks = [] } of runs) {
    for (const word of text.match(/\s+|\S+/gu) ?? []) {
      for (const piece of piecesOf(word, marks, width, measure)) {
        const isSpace = /^\s/u.test(piece);
        const wide = measure(piece, marks);
        if (!isSpace && used + wide > width && line.length > 0) {
          lines.push(line);
          [line, used] = [[], 0];
        }
        if (isSpace && line.length === 0) continue;
        line.push({ text: isSpace ? ' ' : piece, marks, width: wide });
        used += wide;
      }
    }
  }
  if (line.length > 0) lines.push(line);
  return lines.map((one) => joined(one, measure));
}

function piecesOf(
  word: string,
  marks: NonNullable<Run['marks']>,
  width: number,
  measure: Measure,
): string[] {
  if (measure(word, marks) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (piece !== '' && measure(piece + segment, marks) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...pieces, piece];
}

/** Neighbours in one setting become one stretch, so that letters join and lean as in a whole line. */
function joined(line: readonly Stretch[], measure: Measure): Line {
  const found: { text: string; marks: Stretch['marks'] }[] = [];
  for (const { text, marks } of line) {
    const last = found.at(-1);
    if (last !== undefined && last.marks.join() === marks.join()) last.text += text;
    else found.push({ text, marks });
  }
  const last = found.at(-1);
  if (last !== undefined) last.text = last.text.trimEnd();
  return found
    .filter(({ text }) => text !== '')
    .map(({ text, marks }) => ({ text, marks, width: measure(text, marks) }));
}
