import { foldForSearch } from '#platform/languages';

/** What is wrong with a number in words or digits. */
export type NumberProblem =
  | 'not-a-figure'
  /** `word` means no number in any of the languages. */
  | 'unknown-word'
  /** Dozens, hundreds, thousands of: no number can be held against it. */
  | 'vague'
  | 'not-whole'
  | 'too-large';

export type NumberResult =
  | { readonly value: number }
  | { readonly problem: NumberProblem; readonly word?: string };

const small = new Map<string, number>();
const scales = new Map<string, number>();
const vague = new Set<string>();
const fillers = new Set<string>();

learn(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  0,
  1,
);
learn('twenty thirty forty fifty sixty seventy eighty ninety', 20, 10);
learn(
  'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize',
  0,
  1,
);
learn('vingt/vingts trente quarante cinquante soixante septante huitante/octante nonante', 20, 10);
learn(
  'صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده/هیجده نوزده',
  0,
  1,
);
learn('بیست سی چهل پنجاه شصت هفتاد هشتاد نود', 20, 10);
learn('صد/یکصد دویست سیصد چهارصد پانصد ششصد هفتصد هشتصد نهصد', 100, 100);
learn('une', 1, 1);
learn('dozen', 12, 12);
for (const [word, scale] of [
  ['hundred', 100],
  ['cent', 100],
  ['cents', 100],
  ['thousand', 1000],
  ['mille', 1000],
  ['هزار', 1000],
  ['million', 1_000_000],
  ['millions', 1_000_000],
  ['میلیون', 1_000_000],
] as const) {
  scales.set(foldForSearch(word), scale);
}
const vagueWords =
  'dozens scores hundreds thousands dizaine dizaines douzaines centaine centaines millier milliers دهها ده‌ها صدها هزاران ها';
for (const word of vagueWords.split(' ')) vague.add(foldForSearch(word));
for (const word of ['and', 'a', 'an', 'et', 'و', 'of', 'de']) fillers.add(foldForSearch(word));

function learn(list: string, first: number, step: number): void {
  for (const [index, spellings] of list.split(' ').entries()) {
    for (const word of spellings.split('/')) small.set(foldForSearch(word), first + index * step);
  }
}

// Groups of three with one and the same sign between them; counts are whole, so a dot groups too.
const grouped = /(?<![\d.,])\d{1,3}([ ,.٬'])\d{3}(?:\1\d{3})*(?![\d])/g;

const fraction = /^\d+[.,٫]\d+$/;

/** The sum so far of a number in words, below the next thousand or million. */
interface Sum {
  total: number;
  current: number;
  /** What may still be added stays below this: after "twenty" only units, after "five" nothing. */
  room: number;
  /** The last thousand or million; the next must be smaller. */
  scale: number;
  lastWord: number;
}

/**
 * Reads one whole number in the folded form of `foldForSearch`: `3000`, `3,000`, `16 000`, `1.5
 * million`, `three thousand five hundred`, `quatre-vingt-dix`, `سه هزار و پانصد`, `3 thousand`.
 */
export function readNumber(folded: string): NumberResult {
  const plain = folded.replaceAll(grouped, (group) => group.replaceAll(/[^0-9]/g, ''));
  const words = plain.split(/[ -]/);
  const sum: Sum = {
    total: 0,
    current: 0,
    room: Number.POSITIVE_INFINITY,
    scale: Number.POSITIVE_INFINITY,
    lastWord: -1,
  };
  let hasNumber = false;
  for (const [index, word] of words.entries()) {
    if (fillers.has(word)) continue;
    if (word === '') return { problem: 'not-a-figure' };
    // Half a person is none: a fraction needs its thousand or million.
    if (fraction.test(word) && !scales.has(words[index + 1] ?? '')) return { problem: 'not-whole' };
    if (vague.has(word)) return { problem: 'vague', word };
    const value = valueOf(word);
    const scale = scales.get(word);
    if (value === undefined && scale === undefined) return { problem: 'unknown-word', word };
    const fits = scale === undefined ? add(sum, value ?? 0) : multiply(sum, scale);
    if (!fits) return { problem: 'not-a-figure' };
    hasNumber = true;
  }
  const number = sum.total + sum.current;
  if (!hasNumber) return { problem: 'not-a-figure' };
  if (number > Number.MAX_SAFE_INTEGER) return { problem: 'too-large' };
  return Number.isInteger(number) ? { value: number } : { problem: 'not-whole' };
}

function valueOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word);
  if (fraction.test(word)) return Number(word.replace(/[,٫]/, '.'));
  return small.get(word);
}

function add(sum: Sum, value: number): boolean {
  const isFourTwenties = value === 20 && sum.lastWord === 4 && sum.current % 100 === 4;
  if (isFourTwenties) sum.current += 76;
  else if (value < sum.room && (value > 0 || sum.room === Number.POSITIVE_INFINITY))
    sum.current += value;
  else return false;
  sum.room = isFourTwenties || value === 60 ? 20 : roomAfter(value);
  sum.lastWord = value;
  return true;
}

function roomAfter(value: number): number {
  if (value >= 100 && value % 100 === 0) return 100;
  if (value >= 20 && value < 100 && value % 10 === 0) return 10;
  // Ten takes units in French (dix-sept); in the other languages no one writes "ten seven".
  return value === 10 ? 10 : 0;
}

function multiply(sum: Sum, scale: number): boolean {
  sum.lastWord = -1;
  if (scale === 100) {
    // A hundred multiplies what stands before it (eight hundred), or opens its thousand (mille cent).
    if (sum.current >= 100 || (sum.current === 0 && sum.room <= 100)) return false;
    sum.current = Math.max(sum.current, 1) * 100;
    sum.room = 100;
    return true;
  }
  if (scale >= sum.scale) return false;
  // Rounded, because 1.1 × 1000 in binary is a little more than 1100.
  const product = Math.round((sum.current === 0 ? 1 : sum.current) * scale * 1000) / 1000;
  sum.total += product;
  sum.current = 0;
  sum.room = scale;
  sum.scale = scale;
  return true;
}
