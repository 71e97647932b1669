import type { Edtf } from '#platform/calendar';
import type { ComparedLine, LetterText, Stretch } from '@countersign/letter';

/** What something is called, for one reader. */
export interface NameReading {
  readonly text: string;
  /** BCP 47 tag of the text; absent when the sources give none. */
  readonly language?: string;
  /** The same name in other scripts or languages, one of each, another script first. */
  readonly others: readonly { readonly text: string; readonly language?: string }[];
}

/** A value put into the reader's words. Text is plain; the page marks it up. */
export type Shown =
  | { readonly type: 'text'; readonly text: string; readonly language?: string }
  /** `machine` is what an HTML `time` may carry; absent for vaguer dates. */
  | { readonly type: 'date'; readonly text: string; readonly machine?: string }
  | { readonly type: 'entity'; readonly name: NameReading; readonly address?: string }
  /** An address outside this record. */
  | { readonly type: 'link'; readonly text: string; readonly address: string }
  | { readonly type: 'figure'; readonly figure: FigureReading };

/** A figure's number and all that it measures. */
export interface FigureReading {
  readonly number: string;
  readonly counted: string;
  readonly unit: string;
  readonly place?: NameReading;
  readonly period?: string;
  readonly asOf?: string;
}

/** Who reported what, one step; the origin comes first. */
export interface LinkReading {
  readonly name?: NameReading;
  readonly address?: string;
  /** There where the link is a document. */
  readonly source?: SourceReading;
  readonly seen: boolean;
}

export interface TranslationReading {
  readonly text: string;
  readonly language: string;
  readonly languageName: string;
  readonly translator?: string;
  readonly machine: boolean;
  readonly reviewed: boolean;
}

export interface CopyReading {
  readonly sha256: string;
  readonly mediaType: string;
  readonly grade: string;
  readonly method: string;
  readonly obtained: string;
}

export interface SourceReading {
  readonly uid: string;
  /** Its place in the list of sources of the page, from 1. */
  readonly number: number;
  readonly address: string;
  readonly title: string;
  readonly language?: string;
  readonly languageName?: string;
  readonly authors: readonly string[];
  readonly publisher?: string;
  readonly published?: string;
  readonly material: string;
  readonly webAddress?: string;
  readonly seen: boolean;
  /** Uids of the sources it is known through. */
  readonly through: readonly string[];
  readonly copies: readonly CopyReading[];
}

/**
 * A place in a picture (in fractions of it, 0 to 1) or in a recording (in seconds). The copy itself
 * is not published.
 */
export type PlaceReading =
  | {
      readonly page: number;
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
    }
  | { readonly from: number; readonly to: number }
  /** Written in a form that this version does not know. */
  | 'somewhere';

/** One claim: the words, who says so, where. */
export interface ClaimReading {
  readonly uid: string;
  readonly quote?: {
    readonly text: string;
    readonly language?: string;
    readonly direction: 'ltr' | 'rtl' | 'auto';
  };
  readonly translations: readonly TranslationReading[];
  /** It rests on something seen or heard, not on words: where, and nothing more. */
  readonly seen?: PlaceReading;
  readonly chain: readonly LinkReading[];
  readonly source?: SourceReading;
  readonly basis: string;
  /** Absent when nobody judged it. */
  readonly certainty?: string;
  readonly valid?: string;
  readonly reason?: string;
  /** As the source wrote it, where the record writes it otherwise and the quoted words have it so. */
  readonly original?: string;
}

export interface ValueReading {
  /** Of its first claim: the anchor of the value. */
  readonly uid: string;
  readonly shown: Shown;
  readonly valid?: string;
  readonly origins: number;
  readonly claims: readonly ClaimReading[];
}

export interface PropertyReading {
  readonly code: string;
  readonly label: string;
  readonly values: readonly ValueReading[];
  /** Values that were not put first; they stay visible. */
  readonly others: readonly ValueReading[];
  readonly dispute: 'none' | 'different-measure' | 'contradiction';
  readonly settled: boolean;
  readonly rule: string;
  readonly reason: string;
}

/** A heading that is a value, with the other values that the very same words carry. */
export interface HeadingReading {
  readonly value: ValueReading;
  readonly same: readonly { readonly uid: string; readonly label: string; readonly shown: Shown }[];
}

/** Something that concerns the subject and has no page of its own. */
export interface PartReading {
  readonly uid: string;
  readonly kind: string;
  /** How it stands to the subject: “Acts against”. */
  readonly role: string;
  /** What it is, in a few words: its type, else its description. */
  readonly heading: string;
  /** What the heading rests on, and what else the same words say of the part. */
  readonly headed?: HeadingReading;
  readonly date?: Extract<Shown, { type: 'date' }>;
  readonly address?: string;
  /** Without those that `headed` tells. */
  readonly properties: readonly PropertyReading[];
  /** Involvements of an act. */
  readonly parts: readonly PartReading[];
}

/** Figures that count the same thing. */
export interface FigureGroup {
  readonly unit: string;
  readonly counted: string;
  readonly place?: NameReading;
  readonly period?: string;
  readonly asOf?: string;
  readonly values: readonly ValueReading[];
}

/** The state of a person, as it was last reported. */
export interface LastReported {
  /** A custody state, or absent where a source names a state of the vocabulary. */
  readonly custody?: string;
  readonly label?: string;
  readonly date: Extract<Shown, { type: 'date' }>;
  readonly value: ValueReading;
}

/** A letter, for one reader. */
export interface LetterReading {
  /** Signed by many, or one author's testimony. */
  readonly form: 'collective' | 'testimony';
  /** The latest first; the first is the letter as it stands. */
  readonly versions: readonly [LetterVersionReading, ...LetterVersionReading[]];
  /** The first first. */
  readonly deliveries: readonly DeliveryReading[];
  /** Public ids of what others did for what it asks; told on their own pages. */
  readonly solidarity: readonly string[];
}

/** To whom a letter was brought, and what came of it. */
export interface DeliveryReading {
  readonly uid: string;
  readonly addressee: string;
  readonly on: Edtf;
  readonly how: DeliveryWay;
  readonly by: string;
  /** People who had signed then. */
  readonly signed: number;
  readonly acknowledged?: Edtf;
  /** `source`: public id of the page of a source that holds the answer. */
  readonly answered?: { readonly on: Edtf; readonly answer: string; readonly source?: string };
  readonly changed: string;
}

export type DeliveryWay = 'handed-over' | 'mail' | 'registered-post' | 'post' | 'other';

export interface LetterVersionReading {
  readonly text: LetterText;
  readonly languageName: string;
  readonly direction: 'ltr' | 'rtl' | 'auto';
  /** SHA-256 of the text, hexadecimal: what a signature names. */
  readonly hash: string;
  readonly change: 'first' | 'typo' | 'factual' | 'demand';
  readonly note?: string;
  /** Against the version before; empty for the first. */
  readonly compared: readonly ComparedLine[];
  /** In the order of the text; notes are numbered by it, from 1. */
  readonly anchors: readonly AnchorReading[];
  /** Where their notes are called. */
  readonly calls: readonly NoteCallReading[];
  /** One a language. */
  readonly translations: readonly LetterTranslationReading[];
}

/** A translation of a version. */
export interface LetterTranslationReading {
  readonly text: LetterText;
  readonly languageName: string;
  readonly direction: 'ltr' | 'rtl';
  /** SHA-256 of the translation, hexadecimal; what a signature names is the version's. */
  readonly hash: string;
  /** `machine`: and a person reviewed it. */
  readonly how: 'human' | 'machine';
  readonly madeBy: string;
  readonly reviewedBy: string;
  /** Why it is built otherwise than the text. */
  readonly departure?: string;
  /** Where the notes of the version are called in it. */
  readonly calls: readonly NoteCallReading[];
}

/** A note is called after so many code points of a block's words. */
export interface NoteCallReading {
  readonly block: number;
  readonly end: number;
  readonly number: number;
}

/** A stretch of a letter that rests on claims of the record. */
export interface AnchorReading extends Stretch {
  readonly words: string;
  readonly claims: readonly { readonly subject: string; readonly claim: string }[];
}
