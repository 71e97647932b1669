import type { Actor } from '#accounts';
import { translationsOf, type TranslationView } from '#evidence';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import {
  claimsFromSource,
  inLocale,
  kind,
  loadAddedTerms,
  notesOn,
  notesOnClaimsFrom,
  property,
  term,
  type AddedTerms,
  type ClaimView,
  type Note,
} from '#record';
import { valueWords } from './value-words.ts';

/** A claim as the coding page shows it: everything already in words. */
export interface ClaimCard extends ClaimView {
  readonly kindLabel: string;
  readonly propertyLabel: string;
  readonly valueText: string;
  readonly certaintyLabel: string;
  /** The actor wrote it. */
  readonly isOwn: boolean;
  readonly notes: readonly Note[];
}

/** What people have made of a source so far. */
export interface CodingFacts {
  readonly claims: readonly ClaimCard[];
  readonly translations: readonly TranslationView[];
  readonly notes: readonly Note[];
}

/** Loads it in one go; a save answers with it, so that nothing has to be asked twice. */
export async function codingFacts(
  db: Db,
  actor: Actor,
  locale: Locale,
  source: string,
): Promise<CodingFacts> {
  const [views, claimNotes, translations, notes, added] = await Promise.all([
    claimsFromSource(db, actor, source, locale),
    notesOnClaimsFrom(db, actor, source),
    translationsOf(db, actor, source),
    notesOn(db, actor, 'source', source),
    loadAddedTerms(db),
  ]);
  const claims = views.map((view) => ({
    ...toCard(view, actor, locale, added),
    notes: claimNotes.get(view.uid) ?? [],
  }));
  return { claims, translations, notes };
}

function toCard(view: ClaimView, actor: Actor, locale: Locale, added: AddedTerms) {
  const definition = property(view.property);
  const certainty = term('certainties', view.certainty);
  const ofKind = kind(view.entity.kind);
  return {
    ...view,
    kindLabel: ofKind === undefined ? view.entity.kind : inLocale(ofKind.labels, locale),
    propertyLabel: definition === undefined ? view.property : inLocale(definition.labels, locale),
    valueText: valueWords(view, locale, added),
    certaintyLabel: certainty === undefined ? view.certainty : inLocale(certainty.labels, locale),
    isOwn: view.author.uid === actor.uid,
  };
}
