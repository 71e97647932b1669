import type { JsonValue } from '@countersign/proof';

/** How a claim comes to be known (DESIGN: basis). */
export type Basis = 'quoted' | 'seen' | 'coded' | 'inferred' | 'editorial';
export const bases: readonly Basis[] = ['quoted', 'seen', 'coded', 'inferred', 'editorial'];

export type ClaimState = 'proposed' | 'accepted' | 'rejected' | 'withdrawn' | 'superseded';

/** Claims that stand: those that were neither refused, taken back nor replaced. */
export const liveStates: readonly ClaimState[] = ['proposed', 'accepted'];

/** One link of an attribution chain: exactly one of entity, source and label names it. */
export interface Link {
  readonly entityId: string | null;
  readonly sourceId: string | null;
  readonly label: string | null;
  /** Whether we saw what this link said ourselves. */
  readonly seen: boolean;
}

/** A claim as the rules of the record read it. Ids are internal and never leave the house. */
export interface Claim {
  readonly id: string;
  readonly uid: string;
  readonly entityId: string;
  readonly property: string;
  /** Canonical text of the value; for an entity its uid. */
  readonly value: string;
  readonly valueEntityId: string | null;
  readonly measure: JsonValue;
  readonly valueFrom: string | null;
  readonly valueTo: string | null;
  readonly language: string | null;
  readonly original: string | null;
  readonly passageId: string | null;
  readonly basis: Basis;
  readonly reason: string;
  readonly certainty: string;
  readonly valid: string | null;
  readonly scopeId: number;
  readonly authorId: string;
  readonly createdAt: Date;
  readonly supersedes: string | null;
  readonly state: ClaimState;
  /** The source its passage stands in; null for inferred and editorial claims. */
  readonly sourceId: string | null;
  /** Position 0 is who asserts it first. Empty: the source itself asserts it. */
  readonly chain: readonly Link[];
}
