import type { Actor } from '#accounts';
import { translationsOf, type TranslationView } from '#evidence';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import {
  captionsAfter,
  captionsByUid,
  claimsFromSource,
  claimViews,
  inLocale,
  kind,
  loadAddedTerms,
  notesOn,
  notesOnClaims,
  notesOnClaimsFrom,
  property,
  refusalsOf,
  term,
  type AddedTerms,
  type Caption,
  type ClaimView,
  type Note,
  type RefusalOfClaim,
} from '#record';
import { placesOf } from '../claims/value-words.ts';
import { valueWords } from './value-words.ts';

/** A claim as the coding page shows it: everything already in words. */
export interface ClaimCard extends ClaimView {
  readonly kindLabel: string;
  readonly propertyLabel: string;
  readonly valueText: string;
  readonly certaintyLabel: string;
  /** Where a figure counts. */
  readonly figurePlace: ClaimView['entity'] | null;
  /** The actor wrote it. */
  readonly isOwn: boolean;
  /** Why a reviewer refused it; null when it does not stand refused. */
  readonly refusal: { readonly comment: string; readonly by: string } | null;
  readonly notes: readonly Note[];
}

/** What people have made of a source so far. */
export interface CodingFacts {
  readonly claims: readonly ClaimCard[];
  readonly translations: readonly TranslationView[];
  readonly notes: readonly Note[];
}

/** Loads it in one go, once for each visit: a source may carry hundreds of claims. */
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
  const [places, refusals] = await Promise.all([
    captionsByUid(db, actor, placesOf(views), locale, added),
    refusalsOf(db, actor, refusedAmong(views)),
  ]);
  const claims = views.map((view) => ({
    ...toCard(view, { actor, locale, added, places, refusals }),
    notes: claimNotes.get(view.uid) ?? [],
  }));
  return { claims, translations, notes };
}

/** What a form has touched. */
export interface Touched {
  /** Claims by uid. */
  readonly claims?: readonly string[];
  readonly translations?: boolean;
  /** Notes on the source itself. */
  readonly notes?: boolean;
}

/** What a form changed of the facts; `mergeChanges` makes the facts of then out of those of before. */
export interface CodingChanges {
  /** Claims that are new or not as they were, oldest first. */
  readonly claims: readonly ClaimCard[];
  /** Claims, by uid, that no longer stand here. */
  readonly gone: readonly string[];
  /** What the entities of the touched claims, and those named after them, are called now, by uid. */
  readonly captions: Readonly<Record<string, string>>;
  /** All of them, where one was touched. */
  readonly translations?: readonly TranslationView[];
  /** All of them, where one was touched. */
  readonly notes?: readonly Note[];
}

const standing: readonly string[] = ['proposed', 'accepted', 'rejected'];

/** Loads only what was touched: a save costs the same however much a source carries already. */
export async function codingChanges(
  db: Db,
  actor: Actor,
  locale: Locale,
  source: string,
  touched: Touched,
): Promise<CodingChanges> {
  const uids = touched.claims ?? [];
  const [views, claimNotes, added, translations, notes] = await Promise.all([
    claimViews(db, actor, uids, locale),
    notesOnClaims(db, actor, uids),
    uids.length === 0 ? new Map<never, never>() : loadAddedTerms(db),
    touched.translations === true ? translationsOf(db, actor, source) : undefined,
    touched.notes === true ? notesOn(db, actor, 'source', source) : undefined,
  ]);
  const [places, refusals] = await Promise.all([
    captionsByUid(db, actor, placesOf(views), locale, added),
    refusalsOf(db, actor, refusedAmong(views)),
  ]);
  const shown = views.filter(
    ({ state, passage }) => standing.includes(state) && passage?.sourceUid === source,
  );
  const shownUids = new Set(shown.map(({ uid }) => uid));
  return {
    claims: shown.map((view) => ({
      ...toCard(view, { actor, locale, added, places, refusals }),
      notes: claimNotes.get(view.uid) ?? [],
    })),
    gone: uids.filter((uid) => !shownUids.has(uid)),
    captions: {
      ...captionsIn(views),
      ...(await captionsAfter(db, actor, source, renamedBy(views), locale, added)),
    },
    ...(translations !== undefined && { translations }),
    ...(notes !== undefined && { notes }),
  };
}

function captionsIn(views: readonly ClaimView[]): Record<string, string> {
  return Object.fromEntries(
    views.flatMap(({ entity, valueEntity }) => [
      [entity.uid, entity.text],
      ...(valueEntity === null ? [] : [[valueEntity.uid, valueEntity.text]]),
    ]),
  );
}

// Whom a claim of such a property may have renamed: "arrest – Nader Vahdat" is then called anew too.
function renamedBy(views: readonly ClaimView[]): string[] {
  return views.flatMap(({ entity, property: code }) =>
    captionCodes(entity.kind).includes(code) ? [entity.uid] : [],
  );
}

function captionCodes(code: string): readonly string[] {
  const known = kind(code);
  return [...(known?.caption ?? []), ...(known?.workingCaption ?? [])].flat();
}

interface Wording {
  readonly actor: Actor;
  readonly locale: Locale;
  readonly added: AddedTerms;
  /** The places that figures count in, by uid. */
  readonly places: ReadonlyMap<string, Caption>;
  readonly refusals: ReadonlyMap<string, RefusalOfClaim>;
}

function refusedAmong(views: readonly ClaimView[]): string[] {
  return views.filter(({ state }) => state === 'rejected').map(({ uid }) => uid);
}

function toCard(view: ClaimView, { actor, locale, added, places, refusals }: Wording) {
  const refusal = refusals.get(view.uid);
  const place = places.get(placesOf([view])[0] ?? '');
  const definition = property(view.property);
  const certainty = term('certainties', view.certainty);
  const ofKind = kind(view.entity.kind);
  return {
    ...view,
    kindLabel: ofKind === undefined ? view.entity.kind : inLocale(ofKind.labels, locale),
    propertyLabel: definition === undefined ? view.property : inLocale(definition.labels, locale),
    valueText: valueWords(view, locale, added),
    certaintyLabel: certainty === undefined ? view.certainty : inLocale(certainty.labels, locale),
    figurePlace:
      place === undefined ? null : { uid: place.uid, kind: place.kind, text: place.text },
    isOwn: view.author.uid === actor.uid,
    refusal: refusal === undefined ? null : { comment: refusal.comment, by: refusal.by },
  };
}
