import type { Actor } from '#accounts';
import { listSources } from '#evidence';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import {
  captionsOf,
  findEntities,
  inLocale,
  kind,
  kindCodes,
  loadAddedTerms,
  termsOf,
  type KindCode,
  type VocabularyCode,
} from '#record';

/** Something a person may choose while typing. */
export interface Found {
  readonly type: 'entity' | 'source' | 'term';
  /** Uid, or the code of a term. */
  readonly key: string;
  readonly text: string;
  /** Tells it from another of the same name: kind, publisher, wider term. */
  readonly detail: string;
  readonly kind?: KindCode;
}

const mostFound = 12;

/** Entities by any of their names. */
export async function findEntitiesFor(
  db: Db,
  actor: Actor,
  locale: Locale,
  query: string,
  kinds: readonly KindCode[],
): Promise<Found[]> {
  const options = { limit: mostFound, ...(kinds.length > 0 && { kinds }) };
  const hits = await findEntities(db, actor, query, options);
  if (hits.length === 0) return [];
  const captions = await captionsOf(
    db,
    actor,
    hits.map((hit) => hit.id),
    locale,
    await loadAddedTerms(db),
  );
  return hits.flatMap((hit): Found[] => {
    const code = kindCodes.find((known) => known === hit.kind);
    if (code === undefined) return [];
    const caption = captions.get(hit.id)?.text ?? '';
    const label = inLocale(kind(code).labels, locale);
    const isOtherName = caption !== '' && caption !== hit.name;
    return [
      {
        type: 'entity',
        key: hit.uid,
        text: caption === '' ? hit.name : caption,
        detail: isOtherName ? `${label} · ${hit.name}` : label,
        kind: code,
      },
    ];
  });
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
    };
  });
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
