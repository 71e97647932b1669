import type { KindCode } from './kinds.ts';

export const identifierSchemes = ['wikidata', 'imdb', 'isni', 'viaf'] as const;
export type IdentifierScheme = (typeof identifierSchemes)[number];

export type IdentifierProblem =
  /** Neither an identifier of the scheme nor an address of its site that contains one. */
  | 'identifier.unreadable'
  /** Sixteen characters whose last does not follow from the others: a typing slip. */
  | 'identifier.check-digit'
  /** A title's number on a person, or the like. */
  | 'identifier.other-kind';

export type IdentifierResult =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: IdentifierProblem };

interface SchemeRule {
  /** The bare identifier, after `compact`. */
  readonly pattern: RegExp;
  /** Hosts whose addresses may be pasted, without `www.` and `m.`. */
  readonly hosts: readonly string[];
  /** Removes what people and sites put round or into a bare identifier. */
  readonly compact: (text: string) => string;
  readonly address: (value: string) => string;
}

// No IMDb number is longer than ten digits and no VIAF cluster than twenty-two.
const schemes: Readonly<Record<IdentifierScheme, SchemeRule>> = {
  wikidata: {
    pattern: /^Q[1-9]\d{0,9}$/,
    hosts: ['wikidata.org'],
    compact: (text) => text.toUpperCase().replace(/^(?:WD|WIKIDATA):\s*/, ''),
    address: (value) => `https://www.wikidata.org/wiki/${value}`,
  },
  imdb: {
    pattern: /^(?:nm|tt|co)\d{7,10}$/,
    hosts: ['imdb.com'],
    compact: (text) => text.toLowerCase().replace(/^imdb:\s*/, ''),
    address: (value) => `https://www.imdb.com/${imdbFolder(value)}/${value}/`,
  },
  isni: {
    pattern: /^\d{15}[\dX]$/,
    hosts: ['isni.org', 'isni-url.oclc.nl'],
    compact: (text) =>
      text
        .toUpperCase()
        .replace(/^ISNI:?/, '')
        .replaceAll(/[\s\u2010-\u2013-]/gu, ''),
    address: (value) => `https://isni.org/isni/${value}`,
  },
  viaf: {
    pattern: /^[1-9]\d(?:\d{0,7}|\d{17,20})$/,
    hosts: ['viaf.org'],
    compact: (text) => text.replace(/^viaf:?\s*/i, ''),
    address: (value) => `https://viaf.org/viaf/${value}`,
  },
};

const imdbKinds: Readonly<Record<string, KindCode>> = { nm: 'person', tt: 'work', co: 'group' };

const longestPaste = 500;

/**
 * Reads an identifier as people paste it: bare, spaced, prefixed or as the address of its page.
 * The value is the bare canonical form, without spaces. With a `kind`, an IMDb number of another
 * kind is refused. The text comes from a form or an import: nothing in it makes this throw.
 */
export function parseIdentifier(
  scheme: IdentifierScheme,
  text: string,
  kind?: KindCode,
): IdentifierResult {
  const rule = schemes[scheme];
  const value = candidates(rule, text).find((candidate) => rule.pattern.test(candidate));
  if (value === undefined) return { ok: false, problem: 'identifier.unreadable' };
  if (scheme === 'isni' && isniCheckCharacter(value) !== value.at(-1)) {
    return { ok: false, problem: 'identifier.check-digit' };
  }
  if (scheme === 'imdb' && kind !== undefined && imdbKinds[value.slice(0, 2)] !== kind) {
    return { ok: false, problem: 'identifier.other-kind' };
  }
  return { ok: true, value };
}

/** Address of the identifier's page at its authority. `value` must have come from `parseIdentifier`. */
export function identifierAddress(scheme: IdentifierScheme, value: string): string {
  return schemes[scheme].address(value);
}

/** An ISNI as it is printed: four groups of four. Takes the bare form. */
export function printedIsni(value: string): string {
  return (value.match(/.{1,4}/gu) ?? []).join(' ');
}

/** Check character of an ISNI's first fifteen digits (ISO 27729, ISO/IEC 7064 MOD 11-2). */
export function isniCheckCharacter(isni: string): string {
  let sum = 0;
  for (const digit of isni.slice(0, 15)) sum = (sum + Number(digit)) * 2;
  const check = (12 - (sum % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}

/** What may be the identifier: the text itself, or the parts of the path if it is an address of the scheme's site. */
function candidates(rule: SchemeRule, text: string): string[] {
  if (text.length > longestPaste) return [];
  // Direction marks and joiners come along when one copies from a right-to-left page.
  const bare = text.replaceAll(/\p{Cf}/gu, '').trim();
  const url = addressOf(bare, rule.hosts);
  if (url === undefined) return [rule.compact(bare)];
  return decoded(url.pathname).split(/[/:]/u).map(rule.compact);
}

function addressOf(text: string, hosts: readonly string[]): URL | undefined {
  const written = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.parse(written);
  if (url === null) return undefined;
  const host = url.hostname.replace(/^(?:www|m)\./, '');
  return hosts.includes(host) ? url : undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function imdbFolder(value: string): string {
  if (value.startsWith('nm')) return 'name';
  return value.startsWith('tt') ? 'title' : 'company';
}
