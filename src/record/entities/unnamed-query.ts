import { boundsOf, parseHumanDate } from '#platform/calendar';
import { foldForSearch } from '#platform/languages';
import { parseDuration } from '../figures/index.ts';
import { termsOf, type AddedTerms } from '../terms.ts';
import { kind, kindCodes, property, type KindCode } from '../vocabulary/index.ts';

/** Kinds that are called after others – "Deliberate killing – Nader Vahdat" – in the order of a list. */
export const unnamedKinds: readonly KindCode[] = [
  'act',
  'milestone',
  'intervention',
  'involvement',
  'relation',
];

/** What somebody typed to find something that bears no name, taken apart. */
export interface UnnamedQuery {
  /** Terms that all the words about a type fit, by kind; undefined when no word speaks of a type. */
  readonly types: ReadonlyMap<KindCode, readonly string[]> | undefined;
  /** What is left: names of those who took part. Folded; empty when nothing is. */
  readonly names: string;
  /** Days, ISO 8601, both included. */
  readonly days: { readonly from: string; readonly to: string } | undefined;
  /** Kinds that are called so themselves ("milestone"); undefined when no word names one. */
  readonly kinds?: readonly KindCode[] | undefined;
  /** A length of time, ISO 8601: of the sentence. */
  readonly length?: string | undefined;
}

const mostWords = 16;
// Shorter ones are articles and prepositions, of which every label is full.
const minPrefix = 3;

/**
 * Takes a query apart into a type ("killing", «قتل»), names and a day, in whatever order they come:
 * what a caption shows of an act can be typed to find it, in any of the three languages.
 */
export function readUnnamedQuery(typed: string, added: AddedTerms): UnnamedQuery {
  const all = foldForSearch(typed)
    .split(/\s+-\s+|[\s,;:()·،؛]+/u)
    .filter((word) => word !== '' && word !== '-')
    .slice(0, mostWords);
  const { days, rest: undated } = takeDays(all);
  const { length, rest: unmeasured } = takeLength(undated);
  const fits = termsByWord(added);
  const { kinds, rest } = takeKinds(unmeasured, (word) => fits(word).size > 0);
  let types: ReadonlySet<string> | undefined;
  const names: string[] = [];
  for (const word of rest) {
    // Types of other kinds than the one that was named are none of its.
    const fitting = new Set(
      [...fits(word)].filter((key) => kinds?.some((code) => key.startsWith(`${code} `)) ?? true),
    );
    if (word.length < minPrefix && fitting.size > 0) continue;
    const both = new Set([...fitting].filter((key) => types?.has(key) ?? true));
    if (both.size > 0) types = both;
    else names.push(word);
  }
  return {
    types: types && byKind(types),
    names: names.join(' '),
    days,
    ...(kinds !== undefined && { kinds }),
    ...(length !== undefined && { length }),
  };
}

function takeLength(words: readonly string[]) {
  for (let length = Math.min(words.length, 6); length > 1; length -= 1) {
    for (let start = 0; start + length <= words.length; start += 1) {
      const found = parseDuration(words.slice(start, start + length).join(' '));
      if (found !== undefined) return { length: found, rest: words.toSpliced(start, length) };
    }
  }
  return { length: undefined, rest: words };
}

// The name of a kind in full, or a word of it by which no type is called.
function takeKinds(words: readonly string[], isOfType: (word: string) => boolean) {
  for (const code of unnamedKinds) {
    const { labels, plural } = kind(code);
    for (const text of [...Object.values(labels), ...Object.values(plural)]) {
      const own = foldForSearch(text).split(' ');
      const isFull = own.every((word) => words.includes(word));
      const isPart = (word: string) =>
        word.length > minPrefix && !isOfType(word) && own.some((one) => one.startsWith(word));
      const rest = words.filter((word) => !(isFull ? own.includes(word) : isPart(word)));
      if (rest.length < words.length && (!isFull || own.length > 1)) return { kinds: [code], rest };
    }
  }
  return { kinds: undefined, rest: words };
}

function takeDays(words: readonly string[]): {
  readonly days: UnnamedQuery['days'];
  readonly rest: readonly string[];
} {
  for (let length = Math.min(words.length, 6); length > 0; length -= 1) {
    for (let start = 0; start + length <= words.length; start += 1) {
      const part = words.slice(start, start + length).join(' ');
      if (!/\d/.test(part)) continue;
      const read = parseHumanDate(part, { locale: 'en' });
      if (!read.ok) continue;
      const { earliest = '0001-01-01', latest = '9999-12-31' } = boundsOf(read.edtf);
      const rest = words.toSpliced(start, length);
      return { days: { from: earliest, to: latest }, rest };
    }
  }
  return { days: undefined, rest: words };
}

// The vocabularies by whose terms something unnamed is called.
const typeOf: readonly { readonly kind: KindCode; readonly vocabulary: string }[] =
  unnamedKinds.flatMap((code) => {
    const parts = kind(code)
      .caption.flat()
      .map((part) => property(part));
    const vocabularies = parts.flatMap((part) =>
      part?.valueType === 'term' ? [part.vocabulary] : [],
    );
    return [...new Set(vocabularies)].map((vocabulary) => ({ kind: code, vocabulary }));
  });

function termsByWord(added: AddedTerms): (word: string) => ReadonlySet<string> {
  const labelled = typeOf.flatMap(({ kind: code, vocabulary }) =>
    termsOf(vocabulary, added).map((term) => ({
      key: `${code} ${term.code}`,
      words: Object.values(term.labels).flatMap((text) =>
        foldForSearch(text).split(/[\s/’'()-]+/u),
      ),
    })),
  );
  return (word) =>
    new Set(
      labelled
        .filter(({ words }) =>
          words.some((other) =>
            word.length < minPrefix ? other === word : other.startsWith(word),
          ),
        )
        .map(({ key }) => key),
    );
}

function byKind(keys: ReadonlySet<string>): ReadonlyMap<KindCode, readonly string[]> {
  const codes = new Map<KindCode, string[]>();
  for (const key of keys) {
    const [first = '', code = ''] = key.split(' ');
    const known = kindCodes.find((one) => one === first);
    if (known !== undefined) codes.set(known, [...(codes.get(known) ?? []), code]);
  }
  return codes;
}
