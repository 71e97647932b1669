import { codePointLength } from '#platform/languages';

// As many code points as evidence keeps on either side of a passage; fewer are all there is.
const keptAround = 48;

/**
 * What stands before or after a passage, without the part of a word where it was cut off: an ellipsis
 * stands there instead. A script that sets no spaces is only marked.
 */
export function wholeWords(context: string, side: 'before' | 'after'): string {
  if (codePointLength(context) < keptAround) return context;
  if (side === 'before') return `…${context.replace(/^\S+(?=\s)/u, '')}`;
  return `${context.replace(/(?<=\s)\S+$/u, '')}…`;
}
