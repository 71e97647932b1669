import { asciiDigits, foldForSearch, type Locale } from '#platform/languages';
import { compareEdtf } from './bounds.ts';
import { addDays, isoDay, padded, type CalendarName } from './day.ts';
import { firstDay, lastDay } from './edtf-date.ts';
import { parseEdtf, partsOf, type Edtf, type EdtfProblemCode } from './edtf.ts';
import { formatEdtf } from './format-edtf.ts';
import { readPartOfDate } from './part-of-date.ts';
import { readWrittenDate, type WrittenDateProblemCode } from './written-date.ts';

export interface HumanDateOptions {
  /** The language in which the reading is told. Dates are read in all three, whatever it is. */
  readonly locale: Locale;
  /** What bare numbers are counted in; without it years 1200 to 1500 are Solar Hijri. */
  readonly calendar?: CalendarName;
}

export type HumanDateProblemCode =
  | Exclude<EdtfProblemCode, 'unexpected'>
  | WrittenDateProblemCode
  | 'calendars-differ'
  /** A part of a month or year, which has no days of its own; `choices` has what may be meant. */
  | 'part';

/** How a text was understood, to be shown beside the field before anything is saved. */
export interface DateReading {
  readonly calendar: CalendarName;
  /** The date in both calendars, in the language asked for. */
  readonly text: string;
}

export interface HumanDateProblem {
  readonly code: HumanDateProblemCode;
  /** The word not understood, in its folded form. */
  readonly word?: string;
  /** For `ambiguous` and `part`: the readings to choose from. */
  readonly choices?: readonly { readonly edtf: Edtf; readonly text: string }[];
}

export type HumanDateResult =
  | { readonly ok: true; readonly edtf: Edtf; readonly reading: DateReading }
  | { readonly ok: false; readonly problem: HumanDateProblem };

type Attempt =
  | { readonly text: string; readonly calendar: CalendarName }
  | {
      readonly problem: Omit<HumanDateProblem, 'choices'> & {
        readonly choices?: readonly string[];
      };
    };

// Longer than any date in words; nothing longer is parsed.
const lengthLimit = 120;

/**
 * Reads a date as a documenter types it, in English, French or Persian, in either calendar, or as
 * EDTF: `9 January 2026`, `Jan 2026`, `9 janvier 2026`, `۱۹ دی ۱۴۰۴`, `1404-10-19`, `around 2017`,
 * `spring 2025`, `2020s`, `between 9 and 12 January 2026`, `since August 2022`, `before 1404`,
 * `January 2026 (day unknown)`, and what `formatEdtf` writes.
 *
 * `after` and `before` exclude what they name, `since`, `from` and `until` include it. A Solar Hijri
 * month, season or year becomes the interval of its days, because EDTF is Gregorian. Nothing is
 * guessed: `03/04/2026` and `late January` are refused with what may be meant, two-digit years, days
 * that do not exist and weekdays that do not fit without. The input is anyone's. Never throws.
 */
export function parseHumanDate(
  input: unknown,
  { locale, calendar }: HumanDateOptions,
): HumanDateResult {
  if (typeof input !== 'string') return { ok: false, problem: { code: 'not-text' } };
  if (input.length > lengthLimit) return { ok: false, problem: { code: 'too-long' } };
  // A joiner may stand for a space here (دی‌ماه) and nowhere for nothing.
  const folded = foldForSearch(input.replaceAll('\u200c', ' '));
  if (folded === '') return { ok: false, problem: { code: 'empty' } };
  const attempt =
    readEdtfText(asciiDigits(input).trim(), calendar) ?? readQualified(folded, calendar);
  if ('problem' in attempt) return { ok: false, problem: withChoices(attempt.problem, locale) };
  const checked = parseEdtf(attempt.text);
  if (!checked.ok) {
    const { code } = checked.problem;
    return { ok: false, problem: { code: code === 'unexpected' ? 'not-a-date' : code } };
  }
  const text = formatEdtf(checked.edtf, locale, { calendar: attempt.calendar, both: true });
  return { ok: true, edtf: checked.edtf, reading: { calendar: attempt.calendar, text } };
}

function withChoices(
  { choices, ...problem }: Extract<Attempt, { problem: unknown }>['problem'],
  locale: Locale,
): HumanDateProblem {
  if (choices === undefined) return problem;
  const checked = choices.map((text) => parseEdtf(text)).filter((result) => result.ok);
  return {
    ...problem,
    choices: checked.map(({ edtf }) => ({ edtf, text: formatEdtf(edtf, locale, { both: true }) })),
  };
}

/** EDTF itself, when no date in it would be read as Solar Hijri. */
function readEdtfText(text: string, calendar: CalendarName | undefined): Attempt | undefined {
  const isSolarHijri = /(?:^|\/)1[2-4]\d\d|(?:^|\/)1500/.test(text);
  if (calendar === 'persian' || (calendar === undefined && isSolarHijri)) return undefined;
  const result = parseEdtf(text);
  if (result.ok) return { text, calendar: 'gregorian' };
  // A well-formed expression with a fault in it is told as that fault, not as an unknown word.
  return result.problem.code === 'unexpected'
    ? undefined
    : { problem: { code: result.problem.code } };
}

const uncertainBefore =
  /^(?:possibly|perhaps|probably|maybe|peut-etre|probablement|sans doute|احتمالا|شاید|گویا) /;
const uncertainAfter =
  /(?: ?\?| ?\((?:\?|uncertain|incertaine?|نامطمین)\)|,? (?:uncertain|incertaine?|نامطمین))$/;
const approximateBefore =
  /^(?:about|around|circa|c\.?|ca\.?|approx\.?|approximately|roughly|vers|environ|autour de|aux alentours de|در حدود|حدود|حدودا|تقریبا|حوالی)(?: |(?=\d))|^~ ?/;
const approximateAfter = /(?: ?~| environ| \(environ\))$/;

function readQualified(folded: string, calendar: CalendarName | undefined): Attempt {
  const part = readPartOfDate(folded, calendar);
  if (part !== undefined) {
    return { problem: { code: 'part', word: part.word, choices: [part.interval] } };
  }
  const bracket = readBracket(folded, calendar);
  if (bracket !== undefined) return bracket;
  // Before any doubt is taken off: within a range it belongs to the side it stands at.
  const range = readRange(folded, calendar);
  if (range !== undefined) return range;
  let rest = folded;
  const strip = (pattern: RegExp): boolean => {
    const found = pattern.test(rest);
    rest = rest.replace(pattern, '');
    return found;
  };
  const isBoth = strip(/ ?%$/);
  const isUncertain = [strip(uncertainAfter), strip(uncertainBefore)].includes(true) || isBoth;
  const isApproximate =
    [strip(approximateBefore), strip(approximateAfter)].includes(true) || isBoth;
  const attempt =
    readOpen(rest, calendar) ?? readRange(rest, calendar) ?? readWrittenDate(rest, calendar);
  if ('problem' in attempt || (!isUncertain && !isApproximate)) return attempt;
  return { ...attempt, text: doubted(attempt.text, isApproximate, isUncertain) };
}

/** Adds the EDTF qualifier to each date of an expression, beside what doubt it already carries. */
function doubted(text: string, isApproximate: boolean, isUncertain: boolean): string {
  const doubtedEnd = (end: string): string => {
    if (end === '' || end === '..') return end;
    const approximate = isApproximate || /[~%]$/.test(end);
    const uncertain = isUncertain || /[?%]$/.test(end);
    const mark = approximate && uncertain ? '%' : approximate ? '~' : uncertain ? '?' : '';
    return end.replace(/[?~%]$/, '') + mark;
  };
  return text.split('/').map(doubtedEnd).join('/');
}

const unknownRemarks: readonly (readonly [RegExp, string])[] = [
  [/^(?:day unknown|jour inconnu|روز نامعلوم)$/, '-XX'],
  [/^(?:month unknown|mois inconnu|ماه نامعلوم)$/, '-XX'],
  [/^(?:month and day unknown|mois et jour inconnus|ماه و روز نامعلوم)$/, '-XX-XX'],
];

/** Reads what stands in brackets at the end: remarks, or the same date in the other calendar. */
function readBracket(folded: string, calendar: CalendarName | undefined): Attempt | undefined {
  const match = /^([^()]+?) ?\(([^()]*)\)$/.exec(folded);
  if (match === null || uncertainAfter.test(folded) || approximateAfter.test(folded))
    return undefined;
  const [, outer = '', inner = ''] = match;
  const remarks = inner.split(/ ?[;؛] ?/);
  let attempt = readQualified(outer, calendar);
  for (const remark of remarks) {
    if ('problem' in attempt) return attempt;
    attempt = withRemark(attempt, remark);
  }
  return attempt;
}

function withRemark(date: { text: string; calendar: CalendarName }, remark: string): Attempt {
  const suffix = unknownRemarks.find(([pattern]) => pattern.test(remark))?.[1];
  if (suffix !== undefined)
    return { ...date, text: date.text.replace(/[?~%]?$/, (mark) => suffix + mark) };
  if (uncertainAfter.test(` ${remark}`)) return { ...date, text: doubted(date.text, false, true) };
  // The brackets hold the other calendar, in which a bare year may look like either.
  const opposite = date.calendar === 'gregorian' ? 'persian' : 'gregorian';
  const other = readQualified(
    remark.replace(/^(\p{L}+)-(\p{L}+) (\d{4})$/u, '$1 $3 - $2 $3'),
    opposite,
  );
  if ('problem' in other) return other;
  const [first, second] = [parseEdtf(date.text), parseEdtf(other.text)];
  if (!first.ok || !second.ok) return { problem: { code: 'not-a-date' } };
  const isSame = compareEdtf(first.edtf, second.edtf) === 'may overlap';
  const isExact = /^\d{4}-\d\d-\d\d$/.test(date.text) && /^\d{4}-\d\d-\d\d$/.test(other.text);
  return isSame && (!isExact || date.text === other.text)
    ? date
    : { problem: { code: 'calendars-differ' } };
}

const openings: readonly (readonly [RegExp, 'from' | 'until' | 'after' | 'before'])[] = [
  [
    /^(?:since|from|starting|depuis|a partir (?:du |des? |de l'|d'))(.+?)(?: on| onwards?)?$/,
    'from',
  ],
  [/^از (.+?) (?:به بعد|تاکنون|تا کنون)$/, 'from'],
  [/^(?:after|apres|پس از|بعد از) ?(.+)$/, 'after'],
  [/^(?:until|till|up to|by|jusqu'(?:en|aux?|a|a l') |تا )(.+)$/, 'until'],
  [/^(?:before|prior to|avant|پیش از|قبل از) ?(.+)$/, 'before'],
];

function readOpen(folded: string, calendar: CalendarName | undefined): Attempt | undefined {
  for (const [pattern, kind] of openings) {
    const words = pattern.exec(folded)?.[1];
    if (words === undefined) continue;
    const date = readQualified(words.trim(), calendar);
    if ('problem' in date) return date;
    const [start = '', end = start] = date.text.split('/');
    if (kind === 'from') return { ...date, text: `${start}/..` };
    if (kind === 'until') return { ...date, text: `../${end}` };
    return { ...date, text: kind === 'after' ? `${beside(end, 1)}/..` : `../${beside(start, -1)}` };
  }
  return undefined;
}

/** The neighbouring day, month or year: what `after` and `before` begin with. */
function beside(text: string, side: 1 | -1): string {
  const result = parseEdtf(text);
  if (!result.ok) return text;
  const parts = partsOf(result.edtf);
  if (parts.kind === 'interval') return text;
  const { date } = parts;
  const next = addDays(side === 1 ? lastDay(date) : firstDay(date), side);
  const mark = /[?~%]$/.exec(text)?.[0] ?? '';
  if (date.precision === 'year') return `${padded(next.year, 4)}${mark}`;
  if (date.precision === 'month') return `${padded(next.year, 4)}-${padded(next.month, 2)}${mark}`;
  return `${isoDay(next)}${mark}`;
}

const rangePatterns: readonly RegExp[] = [
  /^(?:between |entre (?:le |la |les )?|بین )(.+?) (?:and|et(?: le| la| les)?|و) (.+)$/,
  /^(?:from |du |de l'|des |de |d'|از )?(.+?) (?:(?:to|until|till|through|aux?|a|تا) |a l')(.+)$/,
  /^(.+?) ?\/ ?(.+)$/,
  /^(.+) - (.+)$/,
  /^([^-]+)-([^-]+)$/,
];

const unknownTime = /^(?:an unknown time|une date inconnue|زمانی نامعلوم)$/;

function readRange(folded: string, calendar: CalendarName | undefined): Attempt | undefined {
  if (!('problem' in readWrittenDate(folded, calendar))) return undefined;
  for (const pattern of rangePatterns) {
    const [, left, right] = pattern.exec(folded) ?? [];
    if (left === undefined || right === undefined) continue;
    const attempt = readSides(left, right, calendar);
    if (attempt !== undefined) return attempt;
  }
  return undefined;
}

function readSides(
  left: string,
  right: string,
  calendar: CalendarName | undefined,
): Attempt | undefined {
  if (unknownTime.test(left))
    return asEnd(readQualified(right, calendar), (end) => `/${lastOf(end)}`);
  if (unknownTime.test(right))
    return asEnd(readQualified(left, calendar), (start) => `${firstOf(start)}/`);
  const end = readSide(right, calendar);
  if (end === undefined) return undefined;
  const tail = right.split(' ');
  // What the first date leaves out (its year, or month and year) stands at the end of the second.
  const borrowed = [left, ...tail.map((_, index) => `${left} ${tail.slice(-index - 1).join(' ')}`)];
  for (const words of borrowed) {
    const start = readSide(words, calendar);
    if (start === undefined) continue;
    return { text: `${firstOf(start.text)}/${lastOf(end.text)}`, calendar: start.calendar };
  }
  return undefined;
}

function asEnd(attempt: Attempt, text: (date: string) => string): Attempt {
  return 'problem' in attempt ? attempt : { ...attempt, text: text(attempt.text) };
}

/** One end of a range, which cannot be a range itself; with its own qualifiers. */
function readSide(
  words: string,
  calendar: CalendarName | undefined,
): { text: string; calendar: CalendarName } | undefined {
  const certain = words.replace(uncertainAfter, '');
  const bare = certain.replace(approximateBefore, '').replace(approximateAfter, '');
  const date = readWrittenDate(bare, calendar);
  if ('problem' in date) return undefined;
  return { ...date, text: doubted(date.text, bare !== certain, certain !== words) };
}

function firstOf(text: string): string {
  return text.split('/')[0] ?? text;
}

function lastOf(text: string): string {
  return text.split('/').at(-1) ?? text;
}
