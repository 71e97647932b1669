import { Unreadable } from './unreadable.ts';

/** Longest text kept, in Unicode code points: about two thousand printed pages. */
export const maxTextLength = 5_000_000;

/**
 * The text that is stored and that offsets count in. Changed are only: line ends (CRLF, CR → LF),
 * NUL and other C0 controls except tab, LF and form feed (removed: PostgreSQL refuses NUL, and the
 * rest is invisible), lone surrogates (→ U+FFFD: they have no UTF-8 form), a leading byte order
 * mark. No Unicode normalisation: a quoted word stays the characters the document has.
 */
export function cleanText(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(invisibleControls, '')
    .toWellFormed();
}

// oxlint-disable-next-line no-control-regex -- removing them is the point
const invisibleControls = /[\u0000-\u0008\u000B\u000E-\u001F]/g;

/** Number of Unicode code points. */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let index = 1; index < text.length; index += 1) {
    if (!isLowSurrogate(text.charCodeAt(index))) continue;
    const before = text.charCodeAt(index - 1);
    if (before >= 0xd800 && before <= 0xdbff) count -= 1;
  }
  return count;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/**
 * @param text already clean
 * @returns its length in code points
 * @throws Unreadable `no-text` when nothing but white space is left, `too-large` above the limit:
 *   half a text would let people believe that what is not in it is not in the document.
 */
export function checkTextLength(text: string, limit: number): number {
  if (!/\S/.test(text)) throw new Unreadable('no-text', 'the file holds no characters');
  const length = countCodePoints(text);
  if (length > limit) {
    throw new Unreadable(
      'too-large',
      `the text has ${length} characters, at most ${limit} are kept`,
    );
  }
  return length;
}
