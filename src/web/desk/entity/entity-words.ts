import type { Actor } from '#accounts';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { kind, label, property, type EntityPage, type KindCode, type PartView } from '#record';
import { claimsInWords, entityWords, type ClaimWords } from '../claims/claim-words.ts';
import type { ShownPassage } from '../claims/passage-block.tsx';
import { shownPassages } from '../claims/shown-passages.ts';
import { propertyWords, type PropertyWords } from './property-words.ts';
import { custodyOf, inOrderOfTime, type LastReported } from './milestone-series.ts';

/** Something that concerns the entity and has no page of its own to readers: an act, a milestone. */
export interface PartWords {
  readonly uid: string;
  readonly kind: string;
  readonly text: string;
  /** How it concerns the entity, read from the entity's side: "Acts against". */
  readonly role: string;
  readonly properties: readonly PropertyWords[];
  /** Involvements in an act: who did it. */
  readonly involvements: readonly PartWords[];
}

/** Entities that name this one in a property: "Director of" three films. */
export interface Pointing {
  readonly role: string;
  readonly entities: readonly { readonly uid: string; readonly text: string }[];
}

/** An entity's record in the reader's words. */
export interface EntityWords {
  readonly uid: string;
  readonly kind: string;
  readonly kindLabel: string;
  readonly text: string;
  readonly properties: readonly PropertyWords[];
  readonly acts: readonly PartWords[];
  readonly milestones: readonly PartWords[];
  readonly lastReported: LastReported | undefined;
  readonly relations: readonly PartWords[];
  readonly interventions: readonly PartWords[];
  readonly involvements: readonly PartWords[];
  readonly pointing: readonly Pointing[];
  /** The words behind the claims, by the passage's uid. */
  readonly passages: Readonly<Record<string, ShownPassage>>;
}

/** Puts an entity's page into words; four statements besides what loaded the page. */
export async function entityInWords(
  db: Db,
  actor: Actor,
  locale: Locale,
  page: EntityPage,
): Promise<EntityWords> {
  const properties = [...page.properties, ...page.parts.flatMap((part) => part.properties)];
  const claims = properties
    .flatMap((view) => [...view.shown, ...view.others])
    .flatMap((value) => value.claims);
  const words = await claimsInWords(db, actor, locale, claims);
  const passages = await shownPassages(
    db,
    actor,
    locale,
    claims.flatMap((claim) => claim.passage?.uid ?? []),
  );
  const parts = partsInWords(page, words, locale);
  const ofKind = (code: KindCode) => parts.filter((part) => part.kind === code);
  const milestones = inOrderOfTime(ofKind('milestone'));
  const known = kind(page.kind);
  return {
    uid: page.uid,
    kind: page.kind,
    kindLabel: label(known, locale),
    text: entityWords(page, locale).text,
    properties: propertyWords(page.properties, page.kind, words, locale),
    acts: inOrderOfTime(ofKind('act')),
    milestones,
    lastReported: page.kind === 'person' ? custodyOf(milestones, locale) : undefined,
    relations: ofKind('relation'),
    interventions: inOrderOfTime(ofKind('intervention')),
    involvements: ofKind('involvement'),
    pointing: pointingIn(page, locale),
    passages: Object.fromEntries(passages),
  };
}

const partKinds: ReadonlySet<string> = new Set([
  'act',
  'milestone',
  'relation',
  'intervention',
  'involvement',
]);

function partsInWords(
  page: EntityPage,
  words: ReadonlyMap<string, ClaimWords>,
  locale: Locale,
): PartWords[] {
  const toWords = (part: PartView, involvements: readonly PartWords[]): PartWords => ({
    uid: part.uid,
    kind: part.kind,
    text: entityWords(part, locale).text,
    role: roleOf(part.property, locale),
    // What points back here would only repeat the page's own heading.
    properties: propertyWords(
      part.properties.filter((view) => view.property !== part.property),
      part.kind as KindCode,
      words,
      locale,
    ),
    involvements,
  });
  const under = Map.groupBy(
    page.parts.filter((part) => part.of !== null),
    (part) => part.of,
  );
  const seen = new Set<string>();
  return page.parts.flatMap((part) => {
    if (part.of !== null || !partKinds.has(part.kind) || seen.has(part.uid)) return [];
    seen.add(part.uid);
    const involvements = (under.get(part.uid) ?? []).map((one) => toWords(one, []));
    return [toWords(part, involvements)];
  });
}

function pointingIn(page: EntityPage, locale: Locale): Pointing[] {
  const others = page.parts.filter((part) => part.of === null && !partKinds.has(part.kind));
  return [...Map.groupBy(others, (part) => part.property)].map(([code, parts]) => ({
    role: roleOf(code, locale),
    entities: parts.map((part) => entityWords(part, locale)),
  }));
}

function roleOf(code: string, locale: Locale): string {
  const definition = property(code);
  if (definition?.valueType !== 'entity') return code;
  return label({ labels: definition.inverse }, locale);
}
