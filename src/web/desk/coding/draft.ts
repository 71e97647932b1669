import type { KindCode } from '#record';
import { basisFor } from './basis-for.ts';
import type { PropertyEntry } from './catalog.ts';
import type { ClaimCard } from './coding-facts.ts';
import type { ClaimRequestInput, PlaceChoice } from './requests.ts';

/** An entity picked in a form; without `uid` it is to be created. */
export interface Picked {
  readonly uid?: string;
  readonly kind: KindCode;
  readonly text: string;
}

/** A link of the chain being put together. */
export interface DraftLink {
  readonly type: 'entity' | 'source' | 'label';
  /** Uid; the words themselves for a label. */
  readonly key: string;
  readonly text: string;
  readonly seen: boolean;
}

export type DraftBasis = 'words' | 'seen' | 'inferred' | 'editorial';

/** A claim as it is being typed. Plain data: it is kept in the browser until it is saved. */
export interface ClaimDraft {
  readonly subject?: Picked | undefined;
  readonly property: string;
  readonly typed: string;
  readonly picked?: Picked | undefined;
  readonly language: string;
  readonly unit: string;
  readonly counted: string;
  readonly where?: Picked | undefined;
  readonly period: string;
  readonly asOf: string;
  readonly basis: DraftBasis;
  readonly reason: string;
  readonly certainty: string;
  readonly valid: string;
  readonly chain: readonly DraftLink[];
  /** The claim this one is to replace. */
  readonly supersedes?: string | undefined;
  /** A refused claim that is coded anew, and whom it was about: of somebody else it is another. */
  readonly recodes?: { readonly claim: string; readonly of: string } | undefined;
}

export function emptyDraft(
  language: string,
  chain: readonly DraftLink[],
  basis: DraftBasis = 'words',
): ClaimDraft {
  return {
    property: '',
    typed: '',
    language,
    unit: '',
    counted: '',
    period: '',
    asOf: '',
    basis,
    reason: '',
    certainty: 'unknown',
    valid: '',
    chain,
  };
}

/** What stays for the next claim: of whom, by whom, how certain. */
export function nextDraft(
  draft: ClaimDraft,
  subject: Picked | undefined,
  basis: DraftBasis = 'words',
): ClaimDraft {
  return {
    ...emptyDraft(draft.language, draft.chain, basis),
    subject: subject ?? draft.subject,
    certainty: draft.certainty,
  };
}

/**
 * The draft with which a claim is changed, or coded anew.
 *
 * @param language of the text it was coded from; a refused claim that names none begins with it.
 */
export function draftOf(card: ClaimCard, language: string): ClaimDraft {
  const measure = (card.measure ?? {}) as Record<string, string | undefined>;
  const isWords = card.basis === 'quoted' || card.basis === 'coded';
  return {
    subject: { uid: card.entity.uid, kind: card.entity.kind as KindCode, text: card.entity.text },
    property: card.property,
    typed: card.valueEntity === null ? (card.original ?? card.value) : card.valueEntity.text,
    ...(card.valueEntity !== null && {
      picked: {
        uid: card.valueEntity.uid,
        kind: card.valueEntity.kind as KindCode,
        text: card.valueEntity.text,
      },
    }),
    language: card.language ?? (card.state === 'rejected' ? language : ''),
    unit: measure['unit'] ?? '',
    counted: measure['counted'] ?? '',
    ...(card.figurePlace !== null && {
      where: { ...card.figurePlace, kind: card.figurePlace.kind as KindCode },
    }),
    period: measure['period'] ?? '',
    asOf: measure['asOf'] ?? '',
    basis: isWords ? 'words' : (card.basis as DraftBasis),
    reason: card.reason,
    certainty: card.certainty,
    valid: card.valid ?? '',
    chain: card.chain.map(({ type, uid, text, seen }) => ({ type, key: uid ?? text, text, seen })),
    ...(card.state === 'rejected'
      ? { recodes: { claim: card.uid, of: card.entity.uid } }
      : { supersedes: card.uid }),
  };
}

/**
 * The request that saves a draft.
 *
 * @returns undefined while there is no subject, property or value.
 */
export function toRequest(
  draft: ClaimDraft,
  property: PropertyEntry | undefined,
  place: PlaceChoice | undefined,
  words: string,
): ClaimRequestInput | undefined {
  const { subject, picked, typed, unit, counted, where, period, asOf } = draft;
  if (subject === undefined || property === undefined) return undefined;
  const isEntity = property.valueType === 'entity';
  if (isEntity ? picked === undefined : typed.trim() === '') return undefined;
  return {
    ...(place !== undefined && { place }),
    subject: toChoice(subject),
    property: property.code,
    value: isEntity && picked !== undefined ? { entity: toChoice(picked) } : { text: typed },
    ...(property.valueType === 'figure' && {
      measure: {
        counted,
        ...(unit !== '' && { unit }),
        ...(where !== undefined && { place: toChoice(where) }),
        ...(period !== '' && { period }),
        ...(asOf !== '' && { asOf }),
      },
    }),
    language: draft.language,
    basis: draft.basis === 'words' ? basisFor(picked?.text ?? typed, words) : draft.basis,
    reason: draft.reason,
    certainty: draft.certainty,
    ...(draft.valid !== '' && { valid: draft.valid }),
    // What we say in our own words, no source said.
    chain: draft.basis === 'editorial' ? [] : toChain(draft.chain),
    ...(draft.supersedes !== undefined && { supersedes: draft.supersedes }),
    ...(draft.recodes?.of === subject.uid && { recodes: draft.recodes?.claim }),
  };
}

export function toChoice({ uid, kind, text }: Picked) {
  return uid === undefined ? { kind, name: text } : { uid };
}

export function toChain(chain: readonly DraftLink[]) {
  return chain.map(({ type, key, seen }) => {
    switch (type) {
      case 'entity':
        return { entity: key, seen };
      case 'source':
        return { source: key, seen };
      case 'label':
        return { label: key, seen };
    }
  });
}

/** A list with the item at `from` moved by one place; unchanged at its ends. */
export function moved<Item>(list: readonly Item[], from: number, by: 1 | -1): readonly Item[] {
  const item = list[from];
  const other = list[from + by];
  if (item === undefined || other === undefined) return list;
  return list.with(from, other).with(from + by, item);
}

/** Whether something of this claim was given that would be missed; a known subject alone is not. */
export function isBegun({ subject, property, typed }: ClaimDraft): boolean {
  const isNewSubject = subject !== undefined && subject.uid === undefined;
  return isNewSubject || property !== '' || typed !== '';
}
