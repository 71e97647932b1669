import type { KindCode, PropertyCode, ResolutionRule } from '#record';

// The facts of the sample are data: `@key` names an entity, `#key` a source, and a place is the key
// of a sentence, `a6`, or words of it, `a6:more than 3,000`.

/** A property, its value as a documenter would type it, where it stands ('' nowhere), and the rest. */
export type Fact = readonly [
  property: PropertyCode,
  value: string,
  place: string,
  more?: FactDetails,
];

export interface FactDetails {
  /** `en` for texts and names unless given. */
  readonly language?: string;
  /** Otherwise: quoted where the words are the value, coded where there are words, else editorial. */
  readonly basis?: 'inferred';
  readonly reason?: string;
  /** Otherwise `likely`: one report, not heard elsewhere. */
  readonly certainty?: string;
  /** Who asserts it first to last: `@key`, `#key`, or words. */
  readonly chain?: readonly string[];
  readonly valid?: string;
  readonly measure?: FactMeasure;
  /** Left in the review queue. */
  readonly proposed?: true;
  /** Named so that a decision or a correction can speak of it. */
  readonly key?: string;
}

export interface FactMeasure {
  readonly unit?: string;
  readonly counted?: string;
  readonly place?: string;
  readonly period?: string;
  readonly asOf?: string;
}

export interface SampleEntity {
  readonly key: string;
  readonly kind: KindCode;
  readonly facts: readonly Fact[];
  /** Gets no page of its own in the sample's publication. */
  readonly unpublished?: true;
}

/** An act as the one small form of the desk takes it; `facts` say what the form has no field for. */
export interface SampleAct {
  readonly key: string;
  readonly actType: string;
  readonly victims: readonly string[];
  /** By key; each carried it out, as far as the source says. */
  readonly perpetrators?: readonly string[];
  readonly event?: string;
  readonly date?: string;
  readonly at?: string;
  readonly statedReason?: string;
  readonly place: string;
  readonly chain?: readonly string[];
  readonly facts?: readonly Fact[];
  /** Facts about the involvement of the first perpetrator. */
  readonly involvement?: readonly Fact[];
}

export interface SampleSource {
  readonly key: string;
  readonly title: string;
  readonly material: string;
  readonly authors?: readonly string[];
  readonly publisher?: string;
  readonly published?: string;
  readonly language?: string;
  readonly notes?: string;
  readonly reliability?: string;
  readonly workState?: 'new' | 'in-work' | 'done';
  /** Known through these sources and not seen. */
  readonly through?: readonly string[];
  /** Paragraphs of sentences by key. Without them nobody here has seen the source. */
  readonly text?: readonly Readonly<Record<string, string>>[];
  /** Open to the partner group alone. */
  readonly partner?: true;
}

export interface SampleTranslation {
  readonly place: string;
  readonly language: 'fr' | 'fa';
  readonly text: string;
}

export interface SampleResolution {
  readonly entity: string;
  readonly property: PropertyCode;
  readonly rule: ResolutionRule;
  /** Key of the fact preferred, for an editor's choice. */
  readonly chosen?: string;
  readonly reason: string;
}
