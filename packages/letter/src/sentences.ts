import { blockWords, type LetterText } from './letter-text.ts';

/** A stretch of a text: a block from 0, and code points in its words, the end exclusive. */
export interface Stretch {
  readonly block: number;
  readonly start: number;
  readonly end: number;
}

export interface Sentence extends Stretch {
  readonly words: string;
  /** It holds a number in figures: somebody will ask where that comes from. */
  readonly hasFigure: boolean;
}

/** The sentences of a text, as its language has them. Each item of a list ends one. */
export function sentencesOf({ language, blocks }: LetterText): Sentence[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  return blocks.flatMap((block, at) => {
    let start = 0;
    // A line break, which stands between the items of a list, ends a sentence (UAX #29, SB4).
    return Array.from(segmenter.segment(blockWords(block))).flatMap(({ segment }): Sentence[] => {
      const words = segment.trimEnd();
      const from = start;
      start += Array.from(segment).length;
      if (words === '') return [];
      const end = from + Array.from(words).length;
      return [{ block: at, start: from, end, words, hasFigure: /\p{Nd}/u.test(words) }];
    });
  });
}

/** The words of a stretch; '' where the text has none there. */
export function wordsAt({ blocks }: LetterText, { block, start, end }: Stretch): string {
  const found = blocks[block];
  if (found === undefined || start < 0 || end <= start) return '';
  const letters = Array.from(blockWords(found));
  return end > letters.length ? '' : letters.slice(start, end).join('');
}

/** Where words stand in a text; undefined where they do not, or more than once. */
export function findWords({ blocks }: LetterText, words: string): Stretch | undefined {
  const found = blocks.flatMap((block, at): Stretch[] => {
    const whole = blockWords(block);
    const index = whole.indexOf(words);
    if (words === '' || index === -1) return [];
    const start = Array.from(whole.slice(0, index)).length;
    const stretch = { block: at, start, end: start + Array.from(words).length };
    return whole.includes(words, index + 1) ? [stretch, stretch] : [stretch];
  });
  return found.length === 1 ? found[0] : undefined;
}
