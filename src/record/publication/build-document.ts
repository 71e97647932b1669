import type {
  EditionDocument,
  PublicCaptionPart,
  PublicClaim,
  PublicEntity,
  PublicLink,
  PublicPart,
  PublicProperty,
  PublicTerm,
} from '#editions';
import type { Claim, Link } from '../claims/claim.ts';
import {
  decisionsWithin,
  type MadeDecision,
  type Outcome,
  type Standing,
} from '../disagreement/resolution.ts';
import {
  captionOf as captionFrom,
  resolveAll,
  type CaptionPart,
} from '../projection/project-entity.ts';
import { termOf, type AddedTerms } from '../terms.ts';
import { property } from '../vocabulary/index.ts';
import {
  partKinds,
  publishable,
  type Cast,
  type Member,
  type PartMember,
  type PublishedName,
} from './cast.ts';
import type { PublicMaterial } from './material.ts';

/** What the documents of one publication are made of. */
export interface Ingredients {
  readonly cast: Cast;
  /** The claims that may be published. */
  readonly claims: readonly Claim[];
  readonly decisions: ReadonlyMap<string, readonly MadeDecision[]>;
  readonly standing: Standing;
  readonly material: PublicMaterial;
  readonly added: AddedTerms;
}

/**
 * Builds the document of one subject. Pure and deterministic: the same claims give the same bytes,
 * so that an approver can be sure what was prepared is what is published.
 */
export function buildDocument(subject: Member, ingredients: Ingredients): EditionDocument {
  const { cast, material } = ingredients;
  const everything = Map.groupBy(ingredients.claims, (claim) => claim.entityId);
  const parts = partsOf(subject, cast, everything);
  const byEntity = toldHere(parts, everything);
  const own = byEntity.get(subject.id) ?? [];
  const claims = unique([...own, ...parts.flatMap((part) => byEntity.get(part.id) ?? [])]);
  const resolved = (entity: Member) => propertiesOf(entity, byEntity, ingredients);
  const caption = captionOf(subject, own, ingredients);
  const mentioned = mentionedBy([subject, ...parts], claims, cast);
  const passages = claims.flatMap((claim) => material.passages.get(claim.passageId ?? '') ?? []);
  return {
    v: 1,
    subject: subject.uid,
    kind: subject.kind,
    names: caption.names,
    caption: caption.parts,
    properties: resolved(subject),
    parts: parts.map((part): PublicPart => {
      const of = part.ofId === subject.id ? undefined : cast.uidOf(part.ofId);
      const properties = resolved(part);
      return { uid: part.uid, kind: part.kind, by: part.by, ...(of && { of }), properties };
    }),
    claims: claims.map((claim) => publicClaim(claim, ingredients)),
    passages: unique(passages).map(({ id: _, sourceId, ...passage }) => ({
      uid: passage.uid,
      source: material.sources.get(sourceId)?.uid ?? '',
      ...(passage.quote !== null && { quote: passage.quote }),
      ...(passage.language !== null && { language: passage.language }),
      ...(passage.region !== null && { region: passage.region }),
      translations: passage.translations,
    })),
    sources: sourcesOf(claims, material),
    entities: mentioned.map((entity) => publicEntity(entity, byEntity, ingredients)),
    terms: termsOf(claims, ingredients.added),
  };
}

// A part whose own claims are all held back would be an empty heading; it is left out with them.
function partsOf(
  subject: Member,
  cast: Cast,
  byEntity: ReadonlyMap<string, readonly Claim[]>,
): PartMember[] {
  const first = cast.partsOf.get(subject.id) ?? [];
  const second = first
    .filter((part) => part.kind === 'act')
    .flatMap((act) =>
      (cast.partsOf.get(act.id) ?? []).filter((part) => part.kind === 'involvement'),
    );
  return unique([...first, ...second]).filter((part) => {
    const claims = byEntity.get(part.id) ?? [];
    return claims.some((claim) => claim.valueEntityId === part.ofId) && claims.length > 1;
  });
}

// A letter with eight hundred signatories stands on eight hundred pages: each tells of its own
// signatory, the letter's page of all. Otherwise the record would grow with the square of a list.
function toldHere(
  parts: readonly PartMember[],
  byEntity: ReadonlyMap<string, readonly Claim[]>,
): ReadonlyMap<string, readonly Claim[]> {
  const told = new Map(byEntity);
  for (const part of parts) {
    if (property(part.by)?.multiple !== true) continue;
    const claims = byEntity.get(part.id) ?? [];
    const own = claims.filter((one) => one.property !== part.by || one.valueEntityId === part.ofId);
    told.set(part.id, own);
  }
  return told;
}

function propertiesOf(
  entity: Member,
  byEntity: ReadonlyMap<string, readonly Claim[]>,
  { decisions, standing }: Ingredients,
): PublicProperty[] {
  const outcomes = resolveAll(
    byEntity.get(entity.id) ?? [],
    decisionsWithin(decisions.get(entity.id) ?? [], publishable),
    standing,
  );
  const values = (groups: Outcome['shown']) =>
    groups.map((group) => ({
      claims: group.claims.map((claim) => claim.uid),
      origins: group.origins.length,
    }));
  return [...outcomes].map(([code, outcome]) => ({
    property: code,
    rule: outcome.rule,
    reason: outcome.reason,
    dispute: outcome.dispute,
    settled: outcome.settled,
    shown: values(outcome.shown),
    others: values(outcome.others),
  }));
}

function publicClaim(claim: Claim, { cast, material }: Ingredients): PublicClaim {
  const passage = material.passages.get(claim.passageId ?? '');
  const source = material.sources.get(claim.sourceId ?? '');
  const saysWhy = claim.basis === 'inferred' || claim.basis === 'editorial';
  return {
    uid: claim.uid,
    property: claim.property,
    value: claim.value,
    ...(claim.valueEntityId !== null && { entity: cast.uidOf(claim.valueEntityId) }),
    ...(claim.measure !== null && { measure: claim.measure }),
    ...(claim.language !== null && { language: claim.language }),
    ...(claim.original !== null && { original: claim.original }),
    basis: claim.basis,
    certainty: claim.certainty,
    ...(claim.valid !== null && { valid: claim.valid }),
    ...(saysWhy && { reason: claim.reason }),
    ...(passage && { passage: passage.uid }),
    ...(source && { source: source.uid }),
    chain: claim.chain.map((link) => publicLink(link, cast, material)),
  };
}

function publicLink(link: Link, cast: Cast, material: PublicMaterial): PublicLink {
  if (link.entityId !== null && cast.mayName(link.entityId)) {
    return { entity: cast.uidOf(link.entityId), seen: link.seen };
  }
  const source = material.sources.get(link.sourceId ?? '');
  if (source !== undefined) return { source: source.uid, seen: link.seen };
  // Somebody erased has left an empty label.
  return link.label === null || link.label === ''
    ? { seen: link.seen }
    : { label: link.label, seen: link.seen };
}

/** Internal id of the place a figure counts for. */
export function placeOf({ measure }: Claim, cast: Cast): string | undefined {
  if (typeof measure !== 'object' || measure === null || !('place' in measure)) return undefined;
  return typeof measure['place'] === 'string' ? (cast.idOf(measure['place']) ?? '') : undefined;
}

function mentionedBy(members: readonly Member[], claims: readonly Claim[], cast: Cast): Member[] {
  const ids = new Set(members.map((member) => member.id));
  for (const claim of claims) {
    if (claim.valueEntityId !== null) ids.add(claim.valueEntityId);
    const place = placeOf(claim, cast);
    if (place !== undefined) ids.add(place);
    for (const { entityId } of claim.chain) {
      if (entityId !== null && cast.mayName(entityId)) ids.add(entityId);
    }
  }
  return [...ids].flatMap((id) => cast.mentioned.get(id) ?? []).toSorted(byUid);
}

function publicEntity(
  entity: Member,
  byEntity: ReadonlyMap<string, readonly Claim[]>,
  ingredients: Ingredients,
): PublicEntity {
  const known = ingredients.cast.mentioned.get(entity.id);
  const own = byEntity.get(entity.id);
  // What is in this publication is called by its published claims; what is not, by what its own
  // edition already tells.
  const caption =
    own === undefined
      ? nameable(known?.published ?? { names: {}, caption: [] }, ingredients.cast)
      : captionOf(entity, own, ingredients);
  const { names, parts } = caption;
  return {
    uid: entity.uid,
    kind: entity.kind,
    names,
    caption: parts,
    page: !partKinds.has(entity.kind) && hasPage(entity, ingredients.cast),
  };
}

// An act of solidarity that is told on the pages of others need not have been published by itself.
function hasPage({ id }: Member, { subjects, mentioned }: Cast): boolean {
  const isPublished = mentioned.get(id)?.published ?? null;
  return isPublished !== null || subjects.some((subject) => subject.id === id);
}

interface PublicCaption {
  readonly names: Readonly<Record<string, string>>;
  readonly parts: readonly PublicCaptionPart[];
}

function captionOf(
  entity: Member,
  claims: readonly Claim[],
  ingredients: Ingredients,
): PublicCaption {
  const decisions = decisionsWithin(ingredients.decisions.get(entity.id) ?? [], publishable);
  // Scope plays no part once claims may be published: one caption, made of them all.
  const outcomes = resolveAll(claims, decisions, ingredients.standing);
  return toPublicCaption(captionFrom(entity.kind, outcomes), ingredients.cast);
}

// A name that its edition gives may speak of somebody who is being taken back.
function nameable({ names, caption }: PublishedName, cast: Cast): PublicCaption {
  const parts = caption.filter(
    (part) => part.type !== 'entity' || cast.mayName(cast.idOf(part.entity) ?? ''),
  );
  return { names, parts };
}

function toPublicCaption(caption: readonly CaptionPart[], cast: Cast): PublicCaption {
  const parts = caption.flatMap((part): PublicCaptionPart[] => {
    // Those are parts of names at work alone.
    if (part.type === 'kind' || part.type === 'duration') return [];
    if (part.type !== 'entity') return [part];
    return cast.mayName(part.id) ? [{ type: 'entity', entity: cast.uidOf(part.id) }] : [];
  });
  const [only] = parts;
  return { names: only?.type === 'text' ? only.byLanguage : {}, parts };
}

function sourcesOf(claims: readonly Claim[], material: PublicMaterial): EditionDocument['sources'] {
  const wanted = new Set<string>();
  const byUidMap = new Map([...material.sources.values()].map((source) => [source.uid, source]));
  const add = (uid: string | undefined) => {
    if (uid === undefined || wanted.has(uid)) return;
    wanted.add(uid);
    for (const through of byUidMap.get(uid)?.through ?? []) add(through);
  };
  for (const claim of claims) {
    add(material.sources.get(claim.sourceId ?? '')?.uid);
    for (const link of claim.chain) add(material.sources.get(link.sourceId ?? '')?.uid);
  }
  return [...material.sources.values()].filter((source) => wanted.has(source.uid)).toSorted(byUid);
}

function termsOf(claims: readonly Claim[], added: AddedTerms): PublicTerm[] {
  const terms = new Map<string, PublicTerm>();
  for (const claim of claims) {
    const definition = property(claim.property);
    if (definition?.valueType !== 'term') continue;
    const { vocabulary } = definition;
    const found = termOf(vocabulary, claim.value, added);
    if (found === undefined) continue;
    terms.set(`${vocabulary}/${found.code}`, {
      vocabulary,
      code: found.code,
      labels: found.labels,
    });
  }
  return [...terms].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function unique<Thing>(things: readonly Thing[]): Thing[] {
  return [...new Set(things)];
}

function byUid(a: { readonly uid: string }, b: { readonly uid: string }): number {
  return a.uid < b.uid ? -1 : 1;
}
