import { formatNumber, type Locale } from '#platform/languages';
import type { FigureBounds } from './figure.ts';

interface FigureWords {
  readonly about: (number: string) => string;
  readonly above: (number: string) => string;
  readonly from: (number: string) => string;
  readonly below: (number: string) => string;
  readonly to: (number: string) => string;
  readonly range: (lower: string, upper: string) => string;
  readonly both: (lower: string, upper: string) => string;
  readonly none: string;
}

const words: Readonly<Record<Locale, FigureWords>> = {
  en: {
    about: (number) => `about ${number}`,
    above: (number) => `more than ${number}`,
    from: (number) => `at least ${number}`,
    below: (number) => `fewer than ${number}`,
    to: (number) => `up to ${number}`,
    range: (lower, upper) => `${lower} to ${upper}`,
    both: (lower, upper) => `${lower} and ${upper}`,
    none: 'number unknown',
  },
  fr: {
    about: (number) => `environ ${number}`,
    above: (number) => `plus ${number.startsWith('environ') ? 'd’' : 'de '}${number}`,
    from: (number) => `au moins ${number}`,
    below: (number) => `moins ${number.startsWith('environ') ? 'd’' : 'de '}${number}`,
    to: (number) => `jusqu’à ${number}`,
    range: (lower, upper) => `${lower} à ${upper}`,
    both: (lower, upper) => `${lower} et ${upper}`,
    none: 'nombre inconnu',
  },
  fa: {
    about: (number) => `حدود ${number}`,
    above: (number) => `بیش از ${number}`,
    from: (number) => `دست‌کم ${number}`,
    below: (number) => `کمتر از ${number}`,
    to: (number) => `حداکثر ${number}`,
    range: (lower, upper) => `${lower} تا ${upper}`,
    both: (lower, upper) => `${lower} و ${upper}`,
    none: 'شمار نامعلوم',
  },
};

/**
 * A figure's number in words, with the language's digits: `more than 3,000`, `5 to 7`, `حدود ۸۰۰`.
 * Unit and what is counted are the vocabulary's to name. `parseFigureText` reads it back.
 */
export function formatFigure(figure: FigureBounds, locale: Locale): string {
  const say = words[locale];
  const { lower, upper } = figure;
  const isExact = figure.lowerStrict !== true && figure.upperStrict !== true;
  const number = (value: number) => formatNumber(value, locale);
  const about = (text: string) => (figure.approximate === true ? say.about(text) : text);
  if (lower !== undefined && upper !== undefined && isExact) {
    return about(lower === upper ? number(lower) : say.range(number(lower), number(upper)));
  }
  const above = figure.lowerStrict === true ? say.above : say.from;
  const below = figure.upperStrict === true ? say.below : say.to;
  const low = lower === undefined ? undefined : above(about(number(lower)));
  const high = upper === undefined ? undefined : below(about(number(upper)));
  if (low !== undefined && high !== undefined) return say.both(low, high);
  return low ?? high ?? say.none;
}
