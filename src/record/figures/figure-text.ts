import { foldForSearch } from '#platform/languages';
import { boundsProblem, type FigureBounds, type FigureBoundsProblem } from './figure.ts';
import { readNumber, type NumberProblem } from './number-words.ts';

export interface FigureProblem {
  readonly code: FigureBoundsProblem | NumberProblem | 'not-text' | 'empty' | 'too-long';
  /** The word not understood, in its folded form. */
  readonly word?: string;
}

export type FigureResult =
  | { readonly ok: true; readonly bounds: FigureBounds }
  | { readonly ok: false; readonly problem: FigureProblem };

type Attempt = FigureBounds | { readonly problem: FigureProblem };
type Kind = 'above' | 'from' | 'below' | 'to';

// Longer than any figure in words; nothing longer is parsed.
const lengthLimit = 120;

const before: readonly (readonly [Kind, RegExp])[] = [
  [
    'above',
    /^(?:more than|over|above|exceeding|in excess of|upwards? of|plus de|plus d'|au-dela de|بیش از|بیشتر از|بالای|متجاوز از|افزون بر) ?/,
  ],
  [
    'from',
    /^(?:at least|no fewer than|no less than|not fewer than|not less than|(?:a )?minimum of|au moins|au minimum|pas moins de|دست ?کم|حداقل|لااقل) /,
  ],
  ['below', /^(?:fewer than|less than|under|below|moins de|moins d'|کمتر از|زیر) ?/],
  [
    'to',
    /^(?:up to|at most|no more than|not more than|(?:a )?maximum of|jusqu'a|au plus|au maximum|pas plus de|تا|حداکثر|نهایتا) /,
  ],
];

const after: readonly (readonly [Kind, RegExp])[] = [
  ['from', /(?:\+| or more| or over| ou plus| یا بیشتر| و بیشتر)$/],
  ['to', /(?: or fewer| or less| ou moins| یا کمتر)$/],
];

const aboutBefore =
  /^(?:about|around|approximately|approx\.?|roughly|nearly|almost|close to|some|circa|c\.|ca\.?|(?:an )?estimated|environ|pres de|quelque|quelques|autour de|a peu pres|presque|در حدود|حدود|حدودا|تقریبا|نزدیک به|قریب به) |^~ ?/;
const aboutAfter = /(?: environ| approximately)$/;

// A selection in a source often takes along whom the number counts.
const countedWord = /(?: (?:people|persons|personnes?|نفر|تن))$/;

/** What opens a range, and what stands between its ends. */
const rangeFrames: readonly (readonly [RegExp, RegExp])[] = [
  [/^between /, / and /g],
  [/^entre /, / et /g],
  [/^(?:بین|میان) /, / (?:و|تا) /g],
  [/^(?:from )?/, / to /g],
  [/^(?:de )?/, / a /g],
  [/^(?:از )?/, / تا /g],
  [/^/, / ?- ?/g],
];

/**
 * Reads a number as sources write it, in any of the three languages: `3,000`, `16 000`, `more than
 * 3,000`, `at least twelve`, `up to 40`, `between 5 and 7`, `5–7`, `about 800`, `3000 or more`,
 * `plus de 3 000`, `بیش از ۳۰۰۰`, `حدود هشتصد نفر`. "Nearly" and "some" are approximate.
 *
 * What gives no number ("dozens", "thousands") is refused as `vague`, not turned into one. The
 * input is anyone's. Never throws.
 */
export function parseFigureText(input: unknown): FigureResult {
  if (typeof input !== 'string') return { ok: false, problem: { code: 'not-text' } };
  if (input.length > lengthLimit) return { ok: false, problem: { code: 'too-long' } };
  const folded = foldForSearch(input.replaceAll('\u200c', ' '));
  if (folded === '') return { ok: false, problem: { code: 'empty' } };
  const attempt = readFigure(folded);
  if ('problem' in attempt) return { ok: false, problem: attempt.problem };
  const fault = boundsProblem(attempt);
  return fault === undefined
    ? { ok: true, bounds: attempt }
    : { ok: false, problem: { code: fault } };
}

function readFigure(folded: string): Attempt {
  const text = folded.replace(countedWord, '');
  const one = readOneSided(text);
  if (!('problem' in one)) return one;
  return readTwoSided(text) ?? readRange(text) ?? one;
}

/** A number alone, or with one bound before or after it. */
function readOneSided(text: string): Attempt {
  for (const [kind, pattern] of [...before, ...after]) {
    if (!pattern.test(text)) continue;
    const about = readAbout(text.replace(pattern, ''));
    return 'problem' in about ? about : bounded(kind, about.value, about.approximate);
  }
  const about = readAbout(text);
  if ('problem' in about) return about;
  return {
    lower: about.value,
    upper: about.value,
    ...(about.approximate ? { approximate: true } : {}),
  };
}

function bounded(kind: Kind, value: number, approximate: boolean): FigureBounds {
  const doubt = approximate ? { approximate } : {};
  if (kind === 'above') return { lower: value, lowerStrict: true, ...doubt };
  if (kind === 'from') return { lower: value, ...doubt };
  return kind === 'below'
    ? { upper: value, upperStrict: true, ...doubt }
    : { upper: value, ...doubt };
}

function readAbout(
  text: string,
): { readonly value: number; readonly approximate: boolean } | { readonly problem: FigureProblem } {
  const bare = text.replace(aboutBefore, '').replace(aboutAfter, '');
  const number = readNumber(bare);
  if ('value' in number) return { value: number.value, approximate: bare !== text };
  return {
    problem: { code: number.problem, ...(number.word === undefined ? {} : { word: number.word }) },
  };
}

/** `more than 3,000 and fewer than 5,000`. */
function readTwoSided(text: string): FigureBounds | undefined {
  for (const [left, right] of splits(text, /,? (?:but|and|mais|et|اما|ولی|و) /g)) {
    const [low, high] = [readOneSided(left), readOneSided(right)];
    if ('problem' in low || 'problem' in high) continue;
    if (low.upper === undefined && high.lower === undefined) return { ...low, ...high };
  }
  return undefined;
}

function readRange(text: string): FigureBounds | undefined {
  const isApproximate = aboutBefore.test(text);
  const bare = text.replace(aboutBefore, '');
  let reversed: FigureBounds | undefined;
  for (const [opening, joint] of rangeFrames) {
    if (!opening.test(bare)) continue;
    // The joining word can also stand within a number (بین بیست و پنج و سی).
    for (const [left, right] of splits(bare.replace(opening, ''), joint)) {
      const [low, high] = [readAbout(left), readAbout(right)];
      if ('problem' in low || 'problem' in high) continue;
      const approximate = isApproximate || low.approximate || high.approximate;
      const bounds = {
        lower: low.value,
        upper: high.value,
        ...(approximate ? { approximate } : {}),
      };
      if (low.value <= high.value) return bounds;
      reversed ??= bounds;
    }
  }
  return reversed;
}

/** Every way to cut a text at a joining word. */
function splits(text: string, joint: RegExp): [string, string][] {
  return [...text.matchAll(joint)].map((match) => [
    text.slice(0, match.index),
    text.slice(match.index + match[0].length),
  ]);
}
