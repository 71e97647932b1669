import type { DecisionInput } from '#editions';
import type { SampleResolution } from '../fact.ts';

/** How disagreement of the reports is decided, in the words of the one who decided. */
export const resolutions: readonly SampleResolution[] = [
  {
    entity: 'crackdown',
    property: 'killedCount',
    rule: 'range',
    reason:
      'The two counts are made of different things and neither report shows its list; both are shown, none is preferred.',
  },
  {
    entity: 'reading-lolita',
    property: 'title',
    rule: 'editors-choice',
    chosen: 'lolita-in-tehran',
    reason: 'A slip of the report: the film is known under the title of the book.',
  },
  {
    entity: 'ganji',
    property: 'affiliationClaimed',
    rule: 'unconfirmed',
    reason: 'Told only by agents of the state that is said to have killed him.',
  },
];

/** A decision of the sample; its author gives the day of review when it is loaded. */
export type SampleDecision = Omit<DecisionInput, 'reviewOn'>;

const shared = { audience: 'public' } as const;

export const publication: SampleDecision = {
  ...shared,
  kind: 'publish',
  title: 'The three reports of the demonstration',
  basis: 'public-interest',
  basisReason:
    'All of it stands in news reports that anyone can read; killings and sentences are of public interest.',
  riskNote:
    'People still in the country are told of only where the report names them or where nobody can be made out.',
};

export const correction: SampleDecision = {
  ...shared,
  kind: 'correct',
  title: 'Occupation of Javad Ganji',
  basis: 'public-interest',
  basisReason: 'A correction of what is published already.',
  riskNote: 'None beyond the first publication.',
  publicReason:
    'First coded as a director, from a passage that says filmmaker; the report calls him an assistant director.',
};

/** Taken back although the report tells it: one person among a small crew can be made out. */
export const removal = {
  subject: 'sound-engineer',
  kind: 'person',
  decision: {
    ...shared,
    kind: 'remove',
    title: 'The sound engineer, who could be made out among a small crew',
    basis: 'public-interest',
    basisReason: 'Safety comes before completeness.',
    riskNote: 'Still in the country when the report was written.',
    reasonClass: 'safety',
  } satisfies SampleDecision,
};

/** Waits at the desk for a second person. */
export const proposal = {
  subjects: ['salehi'],
  decision: {
    ...shared,
    kind: 'publish',
    title: 'Toomaj Salehi, as last reported',
    basis: 'public-interest',
    basisReason: 'His sentence is told in a letter that was published.',
    riskNote: 'In prison when the letter was written; ask those close to him first.',
  } satisfies SampleDecision,
};
