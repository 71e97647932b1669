import { parseFigureText } from './figure-text.ts';

// A figure in words is seldom longer: "at least one hundred and twenty-five thousand to …".
const mostWords = 12;
const mostLooked = 200;

/**
 * The first of the longest stretches of words that are a figure, without what it counts: `more than 16,000`
 * out of "more than 16,000 people are believed dead". Undefined where there is none.
 */
export function findFigureText(text: string): string | undefined {
  const words = [...text.matchAll(/\S+/gu)].slice(0, mostLooked);
  const stretch = (at: number, length: number): string => {
    const [first, last] = [words[at], words[at + length - 1]];
    if (first === undefined || last === undefined) return '';
    const whole = text.slice(first.index, last.index + last[0].length);
    return whole.replaceAll(/^[«“"'(]+|[»”"'),.;:!?]+$/gu, '');
  };
  for (let length = Math.min(mostWords, words.length); length > 0; length -= 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const bounds = boundsOf(stretch(at, length));
      if (bounds === undefined) continue;
      let own = length;
      while (own > 1 && boundsOf(stretch(at, own - 1)) === bounds) own -= 1;
      return stretch(at, own);
    }
  }
  return undefined;
}

function boundsOf(text: string): string | undefined {
  if (text === '') return undefined;
  const result = parseFigureText(text);
  return result.ok ? JSON.stringify(result.bounds) : undefined;
}
