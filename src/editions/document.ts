import type { JsonValue } from '@countersign/proof';

/**
 * The immutable public form of one subject. It carries everything a reader may see of it: values,
 * the claims behind them, the exact words, who said them, and where. Days are EDTF, languages BCP 47.
 * Ids are the random public ids; nothing in it is sequential or internal.
 */
export interface EditionDocument {
  readonly v: 1;
  readonly subject: string;
  readonly kind: string;
  /** What it is called, by language tag; '' when the source gives no language. */
  readonly names: Readonly<Record<string, string>>;
  /** For what has no name of its own: the parts of its caption in order. */
  readonly caption: readonly PublicCaptionPart[];
  readonly properties: readonly PublicProperty[];
  /** Acts, involvements, milestones, relations and interventions that concern the subject. */
  readonly parts: readonly PublicPart[];
  readonly claims: readonly PublicClaim[];
  readonly passages: readonly PublicPassage[];
  readonly sources: readonly PublicSource[];
  /** Every entity mentioned, and what it is called. */
  readonly entities: readonly PublicEntity[];
  /** Labels of every term used, as they read when this was published. */
  readonly terms: readonly PublicTerm[];
  /** The words of a letter; of the kind `letter` alone. */
  readonly letter?: PublicLetter;
}

/** What people sign, or one author's testimony, in every version that two people approved. */
export interface PublicLetter {
  readonly form: 'collective' | 'testimony';
  /** The first first; the last is the letter as it stands. */
  readonly versions: readonly PublicLetterVersion[];
  /** The first first; absent before the first. */
  readonly deliveries?: readonly PublicDelivery[];
  /** Public ids of interventions: what others did for what the letter asks. Told on their own pages. */
  readonly solidarity?: readonly string[];
}

/** To whom a letter was brought, and what came of it. */
export interface PublicDelivery {
  readonly uid: string;
  readonly addressee: string;
  /** EDTF, as the other days. */
  readonly on: string;
  readonly how: string;
  readonly by: string;
  /** People who had signed when it was written down; by each class alone. */
  readonly signed: {
    readonly total: number;
    readonly appearance: Readonly<Record<string, number>>;
    readonly verification: Readonly<Record<string, number>>;
  };
  readonly acknowledged?: string;
  /** `source`: the public id of the page of a source that holds the answer. */
  readonly answered?: { readonly on: string; readonly answer?: string; readonly source?: string };
  readonly changed?: string;
}

export interface PublicLetterVersion {
  /** `countersign/letter-text@v1` (spec/letter.md); its canonical JSON is what was signed. */
  readonly text: JsonValue;
  /** SHA-256 of that, hexadecimal. */
  readonly hash: string;
  readonly change: 'first' | 'typo' | 'factual' | 'demand';
  /** What was changed, as it is told to those who had signed. */
  readonly note?: string;
  /** What stretches of the text rest on, in the order of the text; absent where nothing is said of it. */
  readonly anchors?: readonly PublicAnchor[];
  /** One a language, in the order of the alphabet; absent where there is none. */
  readonly translations?: readonly PublicLetterTranslation[];
}

export interface PublicLetterTranslation {
  /** As of a version, with the hash of the text that it translates. */
  readonly text: JsonValue;
  /** SHA-256 of that, hexadecimal. */
  readonly hash: string;
  /** `machine`: and a person reviewed it. */
  readonly how: 'human' | 'machine';
  readonly madeBy: string;
  readonly reviewedBy: string;
  /** Why it is built otherwise than the text; absent where it is not. */
  readonly departure?: string;
}

/**
 * A stretch of a letter and the claims it rests on. They are told on the pages of their subjects, with
 * their words and sources, and nowhere twice: what is taken back there is gone here too.
 */
export interface PublicAnchor {
  /** From 0, of the text's blocks. */
  readonly block: number;
  /** Code points in the words of the block (items of a list one a line), the end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly claims: readonly { readonly subject: string; readonly claim: string }[];
}

export type PublicCaptionPart =
  | { readonly type: 'text'; readonly byLanguage: Readonly<Record<string, string>> }
  | { readonly type: 'term'; readonly vocabulary: string; readonly code: string }
  | { readonly type: 'entity'; readonly entity: string }
  | { readonly type: 'date'; readonly value: string };

export interface PublicProperty {
  readonly property: string;
  readonly rule: string;
  /** Why these values come first, where a person decided it. */
  readonly reason: string;
  readonly dispute: 'none' | 'different-measure' | 'contradiction';
  readonly settled: boolean;
  readonly shown: readonly PublicValue[];
  readonly others: readonly PublicValue[];
}

export interface PublicValue {
  /** Ids of the claims that say it, the oldest first. */
  readonly claims: readonly string[];
  /** How many independent origins say it. */
  readonly origins: number;
}

export interface PublicPart {
  readonly uid: string;
  readonly kind: string;
  /** By which property it concerns the subject, or the part it belongs to. */
  readonly by: string;
  /** The part it belongs to: an involvement belongs to its act. */
  readonly of?: string;
  readonly properties: readonly PublicProperty[];
}

export interface PublicClaim {
  readonly uid: string;
  readonly property: string;
  readonly value: string;
  readonly entity?: string;
  readonly measure?: JsonValue;
  readonly language?: string;
  readonly original?: string;
  readonly basis: string;
  readonly certainty: string;
  readonly valid?: string;
  /** Why, for what was inferred or decided here. */
  readonly reason?: string;
  readonly passage?: string;
  readonly source?: string;
  /** Who said it, the origin first; empty when the source itself says it. */
  readonly chain: readonly PublicLink[];
}

/** One link of an attribution chain. Without entity, source and label: somebody not named here. */
export interface PublicLink {
  readonly entity?: string;
  readonly source?: string;
  readonly label?: string;
  readonly seen: boolean;
}

export interface PublicPassage {
  readonly uid: string;
  readonly source: string;
  readonly quote?: string;
  readonly language?: string;
  readonly region?: JsonValue;
  readonly translations: readonly PublicTranslation[];
}

export interface PublicTranslation {
  readonly language: string;
  readonly text: string;
  readonly translator?: string;
  readonly machine: boolean;
  readonly reviewed: boolean;
}

export interface PublicSource {
  readonly uid: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly publisher?: string;
  readonly published?: string;
  readonly language?: string;
  readonly material: string;
  readonly address?: string;
  /** False: known only through the sources named in `through`. */
  readonly seen: boolean;
  readonly through: readonly string[];
  readonly copies: readonly PublicCopy[];
}

/** What is told of a preserved copy; the copy itself stays with the team. */
export interface PublicCopy {
  readonly sha256: string;
  readonly mediaType: string;
  readonly grade: string;
  readonly method: string;
  /** UTC calendar day. */
  readonly obtained: string;
}

export interface PublicEntity {
  readonly uid: string;
  readonly kind: string;
  readonly names: Readonly<Record<string, string>>;
  readonly caption: readonly PublicCaptionPart[];
  /** Whether it has a page of its own, as of this edition; parts live on the pages of their subjects. */
  readonly page: boolean;
}

export interface PublicTerm {
  readonly vocabulary: string;
  readonly code: string;
  readonly labels: Readonly<Record<string, string>>;
}
