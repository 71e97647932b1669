import { asciiDigits, foldForSearch } from '#platform/languages';
import { readNumber } from '../figures/number-words.ts';

/** An http or https address in the form the URL standard gives it; undefined for anything else. */
export function parseUrl(typed: string): string | undefined {
  if (typed.length > 2_000 || !URL.canParse(typed)) return undefined;
  const url = new URL(typed);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url.href : undefined;
}

/** A BCP 47 tag in canonical form, its language known to the runtime; undefined when empty. */
export function parseLanguageTag(typed: string): string | undefined {
  if (typed === '' || typed.length > 35) return undefined;
  try {
    const locale = new Intl.Locale(typed);
    const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
    return names.of(locale.language) === undefined ? undefined : locale.toString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** An amount and its ISO 4217 currency, as `12500.00 EUR`. Accepts either order and any digits. */
export function parseMoney(typed: string): string | undefined {
  const ascii = asciiDigits(typed).replaceAll(/[\s\u00a0\u202f,]/g, '');
  const match =
    /^(?<amount>\d{1,15}(?:\.\d{1,2})?)(?<currency>[A-Za-z]{3})$/.exec(ascii) ??
    /^(?<currency>[A-Za-z]{3})(?<amount>\d{1,15}(?:\.\d{1,2})?)$/.exec(ascii);
  const amount = match?.groups?.['amount'];
  const currency = match?.groups?.['currency']?.toUpperCase();
  if (amount === undefined || currency === undefined) return undefined;
  return Intl.supportedValuesOf('currency').includes(currency)
    ? `${amount} ${currency}`
    : undefined;
}

/** A geo URI (RFC 5870) in WGS 84: `geo:35.69,51.39;u=1000`, `u` the uncertainty in metres. */
export function parseCoordinates(typed: string): string | undefined {
  const ascii = asciiDigits(typed).replaceAll(/\s/g, '');
  const match =
    /^(?:geo:)?(?<lat>-?\d{1,2}(?:\.\d{1,8})?),(?<lon>-?\d{1,3}(?:\.\d{1,8})?)(?:;u=(?<u>\d{1,7}))?$/.exec(
      ascii,
    );
  if (match?.groups === undefined) return undefined;
  const [latitude, longitude] = [Number(match.groups['lat']), Number(match.groups['lon'])];
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  const uncertainty = match.groups['u'];
  return `geo:${latitude},${longitude}${uncertainty === undefined ? '' : `;u=${uncertainty}`}`;
}

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
