import type { Labels } from './labels.ts';

/** A controlled term. Terms are never deleted: one that is no longer to be chosen is retired. */
export interface Term {
  /** Stable within its vocabulary: the twelve-digit HURIDOCS code, our own in a range HURIDOCS leaves free, or a word. */
  readonly code: string;
  /** Code of the wider term in the same vocabulary. */
  readonly parent?: string;
  /** Nearest twelve-digit HURIDOCS code: the term's own, or for an extension the one it may be exchanged as. */
  readonly huridocs?: string;
  /** True for a term of ours in a HURIDOCS list. */
  readonly extension?: true;
  readonly retired?: true;
  readonly labels: Labels;
}

export const vocabularyCodes = [
  'acts',
  'occupations',
  'perpetrator-types',
  'involvement-degrees',
  'perpetrator-statuses',
  'victim-statuses',
  'official-attributions',
  'detention-types',
  'whereabouts',
  'intervention-types',
  'responses',
  'impacts',
  'intervention-statuses',
  'priorities',
  'relationships',
  'event-chains',
  'counting-units',
  'material-types',
  'source-connections',
  'certainties',
  'violation-statuses',
  'reliabilities',
  'location-types',
  'sexes',
  'rights',
  'work-types',
  'group-types',
  'place-types',
  'milestones',
  'sentence-types',
  'claim-bases',
  'withdrawal-reasons',
  'audiences',
  'publication-bases',
  'risk-levels',
  'answers',
] as const;
export type VocabularyCode = (typeof vocabularyCodes)[number];

/** A named list of terms, in the order in which they are to be read. */
export interface Vocabulary {
  readonly code: VocabularyCode;
  /** Number of the HURIDOCS micro-thesaurus (`4` is Types of Acts); absent for lists of our own. */
  readonly microThesaurus?: number;
  readonly labels: Labels;
  readonly terms: readonly Term[];
}
