import { daysInMonth, isoDay } from './day.ts';
import { firstDay, lastDay, type EdtfDate } from './edtf-date.ts';

// Why not the npm package edtf (4.11.1), which was tried first: it reads 2025-02-29 as 1 March, gives
// bounds as Date instants, refuses seasons in doubt, accepts times and sets that the record does not
// keep, has no positions in a usable form and no types, and reads 9,000 expressions a second here.

/** A checked EDTF expression (ISO 8601-2:2019), level 0 and 1 without times; see {@link parseEdtf}. */
export type Edtf = string & { readonly __brand: 'Edtf' };

export type EdtfProblemCode =
  | 'not-text'
  | 'empty'
  | 'too-long'
  /** The character at `at` (or the end of the text, when `at` is its length) does not belong there. */
  | 'unexpected'
  | 'no-such-year'
  | 'no-such-month'
  | 'no-such-day'
  /** The interval ends before it begins. */
  | 'reversed'
  /** An interval without any date. */
  | 'says-nothing';

export interface EdtfProblem {
  readonly code: EdtfProblemCode;
  /** UTF-16 offset of the first character at fault. */
  readonly at: number;
}

export type EdtfResult =
  | { readonly ok: true; readonly edtf: Edtf }
  | { readonly ok: false; readonly problem: EdtfProblem };

/** `open`: no end (`..`). `unknown`: there is an end, nobody knows which (nothing beside the slash). */
export type IntervalEnd = EdtfDate | 'open' | 'unknown';

export type EdtfParts =
  | { readonly kind: 'date'; readonly date: EdtfDate }
  | { readonly kind: 'interval'; readonly start: IntervalEnd; readonly end: IntervalEnd };

type Read<Value> = { readonly value: Value } | { readonly problem: EdtfProblem };

// The longest expression has 23 characters; whoever sends more is told so before anything is parsed.
const lengthLimit = 100;

const datePattern = /^(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%])?$/;

// The date forms as templates, to find the first character that fits none of them.
const templates = [
  '0000',
  '000X',
  '00XX',
  '0000-00',
  '0000-XX',
  '0000-00-00',
  '0000-00-XX',
  '0000-XX-XX',
];

/**
 * Reads EDTF: `2026`, `2026-01`, `2026-01-09`, seasons `2026-21` to `2026-24`, digits unknown from the
 * right (`202X`, `20XX`, `2026-XX`, `2026-01-XX`, `2026-XX-XX`), each with `?` uncertain, `~`
 * approximate or `%` both; and intervals of these, with `..` for open and nothing for unknown
 * (`2022-08/..`, `/2026`). Years 0001 to 9999, proleptic Gregorian; no times, sets or level 2, save
 * that a qualifier may follow `X` or a season (about the 1990s, `199X~`), which the standard has at
 * higher levels and documenters need.
 *
 * The input is anyone's. Never throws: a fault is a value with its place.
 */
export function parseEdtf(input: unknown): EdtfResult {
  const read = readParts(input);
  if ('problem' in read) return { ok: false, problem: read.problem };
  return { ok: true, edtf: input as Edtf };
}

/** The parts of a checked expression. @throws RangeError when the text was not checked. */
export function partsOf(edtf: Edtf): EdtfParts {
  const read = readParts(edtf);
  if ('problem' in read) throw new RangeError(`"edtf" expected EDTF, got ${JSON.stringify(edtf)}`);
  return read.value;
}

function readParts(input: unknown): Read<EdtfParts> {
  if (typeof input !== 'string') return fault('not-text', 0);
  if (input === '') return fault('empty', 0);
  if (input.length > lengthLimit) return fault('too-long', lengthLimit);
  const slash = input.indexOf('/');
  if (slash === -1) {
    const date = readDate(input, 0);
    return 'problem' in date ? date : { value: { kind: 'date', date: date.value } };
  }
  const start = readEnd(input.slice(0, slash), 0);
  if ('problem' in start) return start;
  const end = readEnd(input.slice(slash + 1), slash + 1);
  if ('problem' in end) return end;
  if (typeof start.value === 'string' && typeof end.value === 'string')
    return fault('says-nothing', 0);
  if (isReversed(start.value, end.value)) return fault('reversed', slash + 1);
  return { value: { kind: 'interval', start: start.value, end: end.value } };
}

function readEnd(text: string, at: number): Read<IntervalEnd> {
  if (text === '') return { value: 'unknown' };
  if (text === '..') return { value: 'open' };
  return readDate(text, at);
}

function readDate(text: string, at: number): Read<EdtfDate> {
  const match = datePattern.exec(text);
  const [, years = '', months, days, qualifier] = match ?? [];
  // After unknown digits nothing more exact can follow at level 1.
  const isVague =
    (years.endsWith('X') && months !== undefined) || (months === 'XX' && /\d/.test(days ?? ''));
  if (match === null || isVague) return fault('unexpected', at + firstMisfit(text));
  const year = Number(years.replaceAll('X', '0'));
  // PostgreSQL's `date` knows no year 0; 000X and 00XX begin in it.
  if (year === 0) return fault('no-such-year', at);
  const doubt = {
    approximate: qualifier === '~' || qualifier === '%',
    uncertain: qualifier === '?' || qualifier === '%',
  };
  if (years.endsWith('XX')) return { value: { year, precision: 'century', ...doubt } };
  if (years.endsWith('X')) return { value: { year, precision: 'decade', ...doubt } };
  if (months === undefined) return { value: { year, precision: 'year', ...doubt } };
  if (months === 'XX') {
    const unknown = days === undefined ? 'month' : 'month and day';
    return { value: { year, precision: 'year', unknown, ...doubt } };
  }
  const month = Number(months);
  if (days === undefined && month >= 21 && month <= 24) {
    return { value: { year, season: month, precision: 'season', ...doubt } };
  }
  if (month < 1 || month > 12) return fault('no-such-month', at + 5);
  if (days === undefined) return { value: { year, month, precision: 'month', ...doubt } };
  if (days === 'XX')
    return { value: { year, month, precision: 'month', unknown: 'day', ...doubt } };
  const day = Number(days);
  if (day < 1 || day > daysInMonth('gregorian', year, month)) return fault('no-such-day', at + 8);
  return { value: { year, month, day, precision: 'day', ...doubt } };
}

function firstMisfit(text: string): number {
  return Math.max(...templates.map((template) => fittingLength(text, template)));
}

function fittingLength(text: string, template: string): number {
  for (let index = 0; index < template.length; index += 1) {
    const fits =
      template[index] === '0' ? /\d/.test(text[index] ?? '') : text[index] === template[index];
    if (!fits) return index;
  }
  return /[?~%]/.test(text[template.length] ?? '') ? template.length + 1 : template.length;
}

function isReversed(start: IntervalEnd, end: IntervalEnd): boolean {
  if (typeof start === 'string' || typeof end === 'string') return false;
  return isoDay(firstDay(start)) > isoDay(lastDay(end));
}

function fault(code: EdtfProblemCode, at: number): { readonly problem: EdtfProblem } {
  return { problem: { code, at } };
}
