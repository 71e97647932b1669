import { soundKeys } from '#platform/languages';

const mostWords = 12;
const longestBeginning = 12;
// A single consonant begins a tenth of all names.
const shortestBeginning = 2;
// Marks a key as that of a whole word; no key holds it.
const wholeMark = '.';

/**
 * What a name is found by in another spelling or script: the sound of each word as a whole, and the
 * beginnings of it for whoever is still typing. Stored beside the name; see `soundsTyped`.
 */
export function soundsOf(name: string): string[] {
  const entries = soundKeys(name)
    .slice(0, mostWords)
    .flatMap((key) => [wholeSound(key), ...beginningsOf(key)]);
  return [...new Set(entries)];
}

function beginningsOf(key: string): string[] {
  const letters = Array.from(key).slice(0, longestBeginning);
  return letters.flatMap((_, at) =>
    at + 1 < shortestBeginning ? [] : [letters.slice(0, at + 1).join('')],
  );
}

function wholeSound(key: string): string {
  return `${key}${wholeMark}`;
}

/** What the stored sounds of a name must all hold. */
export interface SoundsTyped {
  /** When every word typed is a whole one. */
  readonly whole: readonly string[];
  /** When the last is only the beginning of one. */
  readonly begun: readonly string[];
}

/** @returns undefined for what says too little by its sound alone. */
export function soundsTyped(typed: string): SoundsTyped | undefined {
  const keys = soundKeys(typed).slice(0, mostWords);
  const last = keys.at(-1);
  if (last === undefined) return undefined;
  const whole = keys.map((key) => wholeSound(key));
  const beginning = Array.from(lastBegun(typed) ?? last).slice(0, longestBeginning);
  const isTooShort = beginning.length < shortestBeginning;
  if (isTooShort && keys.length === 1) return undefined;
  return {
    whole,
    begun: isTooShort ? whole : [...whole.slice(0, -1), beginning.join('')],
  };
}

// The h that is mute at the end of a word is a sound where the word goes on.
function lastBegun(typed: string): string | undefined {
  const written = typed.trim();
  const isSpelled = /[\p{Script=Arabic}\p{Script=Latin}]$/u.test(written);
  return isSpelled ? soundKeys(`${written}a`).at(-1) : undefined;
}
