import type { IdentifierScheme } from './identifiers.ts';
import type { KindCode } from './kinds.ts';
import type { Labels } from './labels.ts';
import type { VocabularyCode } from './vocabulary.ts';

/** What is shown first when several values stand for a property; the others stay visible. */
export const resolutionRules = [
  'ranked-source',
  'range',
  'majority-of-origins',
  'unconfirmed',
  'editors-choice',
] as const;
export type ResolutionRule = (typeof resolutionRules)[number];

/**
 * What a value is.
 * `text` and `name` carry a language; `date` is EDTF; `figure` a number with bounds, strictness and
 * counting unit; `duration` ISO 8601 (`P8Y`); `coordinates` a geo URI (RFC 5870) whose `u` is the
 * uncertainty in metres; `country` ISO 3166-1 alpha-2; `language` BCP 47; `money` an amount with its
 * ISO 4217 currency.
 */
export type ValueSpec =
  | { readonly valueType: 'term'; readonly vocabulary: VocabularyCode }
  | {
      readonly valueType: 'entity';
      /** Kinds the value may be of. */
      readonly range: readonly KindCode[];
      /** How the property reads from the value's side: victim ↔ "Acts against". */
      readonly inverse: Labels;
    }
  | { readonly valueType: 'identifier'; readonly scheme: IdentifierScheme }
  | {
      readonly valueType: 'duration';
      /** A number alone counts years: an age. */
      readonly inYears?: true;
    }
  | {
      readonly valueType:
        | 'text'
        | 'name'
        | 'date'
        | 'figure'
        | 'coordinates'
        | 'url'
        | 'country'
        | 'language'
        | 'money';
    };
export type ValueType = ValueSpec['valueType'];

interface PropertyFacts {
  /** camelCase, stable for ever; unique across kinds. */
  readonly code: string;
  readonly kinds: readonly KindCode[];
  /** Field number of the Events Standard Formats, by kind, because the same fact has another number on another record. */
  readonly huridocs?: Readonly<Partial<Record<KindCode, string>>>;
  /** FollowTheMoney property of the kind's schema, where one means the same. */
  readonly ftm?: string;
  /**
   * True: several values side by side are normal. False: several values disagree. A `name` or `text`
   * disagrees only with values of the same language.
   */
  readonly multiple: boolean;
  readonly defaultResolution: ResolutionRule;
  /** Never proposed for publication: health, belief, origin, whereabouts, contact, family. */
  readonly sensitive?: true;
  readonly labels: Labels;
  /** One sentence for the person who codes. */
  readonly help: Labels;
}

export type Property = PropertyFacts & ValueSpec;
