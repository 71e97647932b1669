import { parseDuration } from './duration.ts';

// A length in words is seldom longer: "twenty-five years, six months and one day".
const mostWords = 10;
const mostLooked = 200;

/**
 * The first of the longest stretches of words that are a length of time: `eight years` out of "sentenced
 * to eight years in prison". Undefined where there is none.
 *
 * @param inYears a number alone counts years.
 */
export function findDurationText(text: string, inYears = false): string | undefined {
  const words = [...text.matchAll(/\S+/gu)].slice(0, mostLooked);
  const stretch = (from: number, upTo: number): string => {
    const [first, last] = [words[from], words[upTo]];
    if (first === undefined || last === undefined) return '';
    const whole = text.slice(first.index, last.index + last[0].length);
    return whole.replaceAll(/^[«“"'([]+|[»”"')\],.;:!?،؛؟]+$/gu, '');
  };
  for (let length = Math.min(mostWords, words.length); length > 0; length -= 1) {
    for (let from = 0; from + length <= words.length; from += 1) {
      const upTo = from + length - 1;
      const duration = parseDuration(stretch(from, upTo), inYears);
      if (duration === undefined) continue;
      // What may stand before it adds nothing: the "à" of "à huit ans".
      let own = from;
      while (own < upTo && parseDuration(stretch(own + 1, upTo), inYears) === duration) own += 1;
      return stretch(own, upTo);
    }
  }
  return undefined;
}
