import type { Actor } from '#accounts';
import { listSources } from '#evidence';
import { formatEdtf } from '#platform/calendar';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import {
  captionsOf,
  countryCodes,
  countryName,
  findEntities,
  findUnnamed,
  inLocale,
  kind,
  kindCodes,
  labelLocales,
  loadAddedTerms,
  otherWords,
  termsOf,
  type KindCode,
  type VocabularyCode,
} from '#record';
import { surelyOf } from '../surely-of.ts';

/** Something a person may choose while typing. */
export interface Found {
  readonly type: 'entity' | 'source' | 'term';
  /** Uid, or the code of a term. */
  readonly key: string;
  readonly text: string;
  /** Tells it from another of the same name: kind, publisher, wider term. */
  readonly detail: string;
  readonly kind?: KindCode;
  /** What sources call it too; searched, not shown. */
  readonly also?: string;
  /** It belongs to the entity above it in the list: what was done to a person. */
  readonly isUnder?: boolean;
}

const mostFound = 12;

/**
 * Entities by any of their names, and what bears no name by what its caption says; under a person
 * what was done to them.
 */
export async function findEntitiesFor(
  db: Db,
  actor: Actor,
  locale: Locale,
  query: string,
  kinds: readonly KindCode[],
): Promise<Found[]> {
  const added = await loadAddedTerms(db);
  const [ofKinds, anybody] = await Promise.all([
    findEntities(db, actor, query, { limit: mostFound, ...(kinds.length > 0 && { kinds }) }),
    kinds.length > 0 ? findEntities(db, actor, query, { limit: mostFound }) : undefined,
  ]);
  const unnamed = await findUnnamed(db, actor, query, added, {
    named: anybody ?? ofKinds,
    limit: mostFound,
    ...(kinds.length > 0 && { kinds }),
  });
  const ids = [...ofKinds, ...unnamed].map(({ id }) => id);
  const captions = await captionsOf(db, actor, ids, locale, added);
  // Some bear a title of their own and are found by both: a line may stand in a list but once.
  const parts = new Set(unnamed.map(({ id }) => id));
  const headings = ofKinds.filter(({ id }) => !parts.has(id));
  const listed = new Set(headings.map(({ id }) => id));
  const under = Map.groupBy(unnamed, (hit) => hit.under);
  const inOrder: readonly Hit[] = [
    ...headings.flatMap((hit) => [
      hit,
      ...(under.get(hit.id) ?? []).map((part) => ({ ...part, isUnder: true })),
    ]),
    ...unnamed.filter((hit) => hit.under === null || !listed.has(hit.under)),
  ];
  return inOrder.flatMap((hit) => foundOf(hit, captions.get(hit.id)?.text ?? '', locale) ?? []);
}

interface Hit {
  readonly uid: string;
  readonly id: string;
  readonly kind: string;
  readonly name?: string;
  readonly starts?: string | null;
  readonly isUnder?: boolean;
}

function foundOf(hit: Hit, caption: string, locale: Locale): Found | undefined {
  const code = kindCodes.find((known) => known === hit.kind);
  const text = caption === '' ? (hit.name ?? '') : caption;
  // Nothing this reader may see says what it is.
  if (code === undefined || text === '') return undefined;
  const detail = [
    inLocale(kind(code).labels, locale),
    hit.name === undefined || hit.name === text ? '' : hit.name,
    hit.starts == null ? '' : formatEdtf(surelyOf(hit.starts), locale),
  ];
  return {
    type: 'entity',
    key: hit.uid,
    text,
    detail: detail.filter((part) => part !== '').join(' · '),
    kind: code,
    ...(hit.isUnder === true && { isUnder: true }),
  };
}

/** Entities by any of their names, and nothing that bears none: whoever may have said something. */
export async function findNamedFor(
  db: Db,
  actor: Actor,
  locale: Locale,
  query: string,
  kinds: readonly KindCode[],
): Promise<Found[]> {
  const options = { limit: mostFound, ...(kinds.length > 0 && { kinds }) };
  const hits = await findEntities(db, actor, query, options);
  const ids = hits.map(({ id }) => id);
  const captions = await captionsOf(db, actor, ids, locale, await loadAddedTerms(db));
  return hits.flatMap((hit) => foundOf(hit, captions.get(hit.id)?.text ?? '', locale) ?? []);
}

/** Sources by title, author or publisher. */
export async function findSourcesFor(db: Db, actor: Actor, query: string): Promise<Found[]> {
  const { sources } = await listSources(db, actor, { text: query, limit: mostFound });
  return sources.map((source) => ({
    type: 'source',
    key: source.uid,
    text: source.title,
    detail: source.publisher ?? '',
  }));
}

/** All terms of a vocabulary, those shipped and those added here, in the order of the list. */
export async function termsFor(db: Db, locale: Locale, vocabulary: string): Promise<Found[]> {
  if (vocabulary === 'countries') return countriesFor(locale);
  const added = await loadAddedTerms(db);
  const terms = termsOf(vocabulary, added);
  const byCode = new Map(terms.map((entry) => [entry.code, entry]));
  return terms.map((entry) => {
    const wider = entry.parent === undefined ? undefined : byCode.get(entry.parent);
    return {
      type: 'term',
      key: entry.code,
      text: inLocale(entry.labels, locale),
      detail: wider === undefined ? '' : inLocale(wider.labels, locale),
      also: otherWords(vocabulary, entry.code),
    };
  });
}

// No vocabulary of ours: the names are those of the platform.
function countriesFor(locale: Locale): Found[] {
  const inOrder = new Intl.Collator(locale);
  return countryCodes
    .map((code): Found => {
      const names = labelLocales.map((one) => countryName(code, one));
      return {
        ...{ type: 'term', key: code, text: countryName(code, locale), detail: code },
        also: names.join('; '),
      };
    })
    .toSorted((a, b) => inOrder.compare(a.text, b.text));
}

/** The terms of a shipped vocabulary as options of a select. */
export function termOptions(
  vocabulary: VocabularyCode,
  locale: Locale,
): { readonly value: string; readonly label: string }[] {
  return termsOf(vocabulary, new Map()).map((entry) => ({
    value: entry.code,
    label: inLocale(entry.labels, locale),
  }));
}
