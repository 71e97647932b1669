import { asciiDigits, foldForSearch } from '#platform/languages';
import { readNumber } from './number-words.ts';

const units: readonly {
  readonly designator: string;
  readonly words: RegExp;
  readonly time?: true;
}[] = [
  { designator: 'Y', words: /^(?:y|yr|yrs|years?|an|ans|années?|سال)$/u },
  { designator: 'M', words: /^(?:months?|mois|ماه)$/u },
  { designator: 'W', words: /^(?:w|weeks?|semaines?|هفته)$/u },
  { designator: 'D', words: /^(?:d|days?|jours?|روز)$/u },
  { designator: 'H', words: /^(?:h|hours?|heures?|ساعت)$/u, time: true },
];

/**
 * A length of time as an ISO 8601 duration: reads `P8Y`, `8 years`, `eight years`, `1 an et 6 mois`,
 * `۸ سال`, `بیست و پنج سال`.
 * The designators come out in ISO order whatever the order they were typed in.
 *
 * @param inYears a number alone counts years.
 */
export function parseDuration(typed: string, inYears = false): string | undefined {
  const ascii = asciiDigits(typed);
  if (inYears && /^\d{1,3}$/.test(ascii.trim())) return `P${Number(ascii)}Y`;
  if (/^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T\d+H)?$/.test(ascii)) return ascii;
  const parts = new Map<string, number>();
  let count: string[] = [];
  // A comma between digits is part of a fraction, which no length is.
  for (const token of ascii
    .toLowerCase()
    .split(/\s+|,(?!\d)/u)
    .flatMap(partsOf)) {
    const unit = units.find(({ words }) => words.test(token));
    if (unit === undefined) {
      count.push(token);
      continue;
    }
    const number = countOf(count);
    if (number === undefined || parts.has(unit.designator)) return undefined;
    parts.set(unit.designator, number);
    count = [];
  }
  if (parts.size === 0 || count.length > 0) return undefined;
  const print = (time: boolean) =>
    units
      .filter((unit) => (unit.time ?? false) === time && parts.has(unit.designator))
      .map((unit) => `${parts.get(unit.designator)}${unit.designator}`)
      .join('');
  const [calendar, clock] = [print(false), print(true)];
  return `P${calendar}${clock === '' ? '' : `T${clock}`}`;
}

// What stands together may be digits and a unit: `8y`.
function partsOf(word: string): string[] {
  return word.match(/\d+|\D+/gu) ?? [];
}

const joining: ReadonlySet<string> = new Set(['and', 'et', 'و']);

/** How many, in digits or in the words of any of the languages; they stand alone or not at all. */
function countOf(words: readonly string[]): number | undefined {
  const [first = '', ...rest] = joining.has(words[0] ?? '') ? words.slice(1) : words;
  if (/\d/.test([first, ...rest].join(''))) {
    return rest.length === 0 && /^\d{1,5}$/.test(first) ? Number(first) : undefined;
  }
  const read = readNumber(foldForSearch([first, ...rest].join(' ')));
  return 'value' in read && read.value < 100_000 ? read.value : undefined;
}
