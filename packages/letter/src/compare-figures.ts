/** Figures that one of two texts has and the other has not, with western digits. */
export interface FigureDifference {
  readonly missing: readonly string[];
  readonly added: readonly string[];
}

/**
 * Figures in which a translation differs from what it translates, in whatever digits and with whatever
 * signs between thousands they are written. A hint for people: words for numbers, and days of another
 * calendar, are told as differences. Pure.
 */
export function compareFigures(source: string, translation: string): FigureDifference {
  const [one, other] = [figuresIn(source), figuresIn(translation)];
  return { missing: without(one, other), added: without(other, one) };
}

function without(figures: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return figures.filter((figure) => {
    const at = left.indexOf(figure);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

// Groups of three with one sign between them; else a number with a fraction; else digits.
const figure =
  /(?<![0-9])[0-9]{1,3}(?:(?<sign>[,.٬'’ ])[0-9]{3})(?:\k<sign>[0-9]{3})*(?![0-9])(?:[.,٫][0-9]+)?|(?<![0-9.,٫])[0-9]+[.,٫][0-9]+(?![.,٫]?[0-9])|[0-9]+/gu;

/** The figures of a text in its order: `3 000`, `3,000` and `۳٬۰۰۰` are `3000`; a fraction has a point. */
export function figuresIn(words: string): string[] {
  return Array.from(westernDigits(words).matchAll(figure), ({ 0: found, groups }) => {
    const sign = groups?.['sign'];
    const whole = sign === undefined ? found : found.replaceAll(sign, '');
    return whole.replaceAll(/[,٫]/gu, '.').replace(/^0+(?=[0-9])/u, '');
  });
}

function westernDigits(words: string): string {
  return words
    .replaceAll(/[\u00a0\u2009\u202f]/gu, ' ')
    .replaceAll(/\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)));
}

/** Unicode has the digits of a script in one row from 0 to 9; rows may follow each other. */
function digitValue(code: number): number {
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}
