import { searchWords, type SnippetPart } from '#evidence';
import { foldForSearch } from '#platform/languages';

/** A name as it is looked for: its words, folded. */
export interface SoughtName {
  readonly words: readonly string[];
  /** The whole name, and not only the family name of it. */
  readonly whole: boolean;
}

// Shorter ones are found in everything and tell of nobody.
const shortestWord = 2;
const shortestAlone = 3;
const shortestFamilyName = 4;

/**
 * What to look for where somebody of these names might be named: each name, and the last word of
 * those of several, because people are called by it; of longer ones the last two, which others write as one
 * (`O'Hara`, `کریمی نژاد`). Pure.
 */
export function soughtNames(names: readonly string[]): SoughtName[] {
  const found = new Map<string, SoughtName>();
  const add = (words: readonly string[], whole: boolean) => {
    const key = words.join(' ');
    if (found.get(key)?.whole !== true) found.set(key, { words, whole });
  };
  for (const name of names) {
    const words = wordsInOrder(name).map((word) => word.folded);
    const [first = ''] = words;
    if (words.length > 1 || first.length >= shortestAlone) add(words, true);
    const last = words.at(-1) ?? '';
    if (words.length > 1 && last.length >= shortestFamilyName) add([last], false);
    if (words.length > 2) add(words.slice(-2), false);
  }
  return [...found.values()].filter(({ words }) =>
    words.some((word) => word.length >= shortestWord),
  );
}

/** Words of a text that name somebody, and the rest of it round them. */
export interface NameFound {
  /** Whether a whole name stands there, and not only a family name. */
  readonly whole: boolean;
  readonly parts: readonly SnippetPart[];
}

const around = 80;

/**
 * Looks for names in a text: by whole words, folded as search folds them, the last one also with an
 * ending (`Karimi’s`, `کریمی‌ها`), and wherever their parts are joined or parted otherwise (`علی‌رضا`, `علی رضا`). Pure.
 *
 * @returns the first place with the words round it, a whole name before a family name; undefined for
 * none.
 */
export function findNames(text: string, names: readonly SoughtName[]): NameFound | undefined {
  // Folding each word by itself takes longest, and most texts name nobody.
  const letters = foldForSearch(text.replaceAll(between, ' ')).replaceAll(' ', '');
  if (!names.some((name) => mayStandIn(letters, name))) return undefined;
  const words = wordsInOrder(text);
  for (const whole of [true, false]) {
    for (const name of names.filter((one) => one.whole === whole)) {
      const joined = name.words.join('');
      for (const [at, first] of words.entries()) {
        const many = standsAt(words, at, name.words) || standsJoined(words, at, joined);
        const last = words[at + many - 1];
        if (many === 0 || last === undefined) continue;
        return { whole, parts: cut(text, first.start, last.end) };
      }
    }
  }
  return undefined;
}

/** The words a database must hold for the names to be in a text at all, as a query of it. */
export function tsqueryOf(names: readonly SoughtName[]): string {
  return names
    .flatMap(({ words, whole }) =>
      whole || words.length === 1 ? [words] : [words, [words.join('')]],
    )
    .map((words) => {
      const parts = words.flatMap((word) => searchWords(word));
      return `(${parts.map((part) => `'${part.replaceAll(/['\\]/g, '$&$&')}':*`).join(' & ')})`;
    })
    .join(' | ');
}

interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

// With what nobody sees in them: soft hyphens, joiners, marks of direction.
const word = /[\p{L}\p{M}\p{N}\p{Cf}\p{Default_Ignorable_Code_Point}\u0640]+/gu;
const between = /[^\p{L}\p{M}\p{N}\p{Cf}\p{Default_Ignorable_Code_Point}\u0640]+/gu;

function wordsInOrder(text: string): Word[] {
  return [...text.matchAll(word)].flatMap((match): Word[] => {
    const folded = foldForSearch(match[0]);
    if (folded === '') return [];
    return [{ folded, start: match.index, end: match.index + match[0].length }];
  });
}

// Scripts written without spaces: a name is a stretch of a longer run.
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** @param letters of a text, without what stands between its words. */
function mayStandIn(letters: string, { words }: SoughtName): boolean {
  return letters.includes(words.join('')) || words.some((part) => unspaced.test(part));
}

/** @returns how many words of the text a name takes from here on; 0 where it does not stand. */
function standsAt(words: readonly Word[], at: number, name: readonly string[]): number {
  const stands = name.every((part, index) => {
    const there = words[at + index]?.folded ?? '';
    if (unspaced.test(part)) return there.includes(part);
    return index === name.length - 1 ? there.startsWith(part) : there === part;
  });
  return stands ? name.length : 0;
}

// The same letters, wherever one word ends and the next begins. A short beginning of a longer word is chance.
function standsJoined(words: readonly Word[], at: number, letters: string): number {
  let length = 0;
  for (let index = at; length < letters.length; index += 1) {
    const there = words[index]?.folded;
    if (there === undefined) return 0;
    const rest = letters.slice(length);
    if (!rest.startsWith(there)) {
      const isEnding = rest.length >= shortestFamilyName && there.startsWith(rest);
      return isEnding ? index - at + 1 : 0;
    }
    length += there.length;
    if (length === letters.length) return index - at + 1;
  }
  return 0;
}

function cut(text: string, start: number, end: number): SnippetPart[] {
  const from = edge(text, start - around, 1);
  const to = edge(text, end + around, -1);
  return [
    { text: `${from > 0 ? '… ' : ''}${text.slice(from, start)}`, hit: false },
    { text: text.slice(start, end), hit: true },
    { text: `${text.slice(end, to)}${to < text.length ? ' …' : ''}`, hit: false },
  ].filter((part) => part.text !== '');
}

// At a space near by, so that no word (and no letter) is cut in two; away from the hit by at most 100.
function edge(text: string, wanted: number, step: 1 | -1): number {
  if (wanted <= 0) return 0;
  if (wanted >= text.length) return text.length;
  for (let at = wanted; Math.abs(at - wanted) < around; at += step) {
    if (text[at] === ' ') return step === 1 ? at + 1 : at;
  }
  const isHalf = /[\uDC00-\uDFFF]/.test(text[wanted] ?? '');
  return isHalf ? wanted + 1 : wanted;
}
