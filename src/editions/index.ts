export { currentHashes, subjectsMentioning, subjectsSaying } from './current-subjects.ts';
export {
  cancelDecision,
  decide,
  loadDecision,
  proposeDecision,
  publishDecided,
  type DecisionDetail,
  type DecisionInput,
  type DecisionSet,
  type Recheck,
  type Verdict,
} from './decisions.ts';
export {
  listDecisions,
  type DecisionFilter,
  type DecisionList,
  type DecisionSummary,
} from './decision-list.ts';
export { checkEditions, type AlteredEdition } from './check-editions.ts';
export { isDemonstration, markDemonstration } from './demonstration.ts';
export { currentDocuments, documentsBefore, type CurrentDocument } from './current-documents.ts';
export type {
  EditionDocument,
  PublicAnchor,
  PublicCaptionPart,
  PublicClaim,
  PublicCopy,
  PublicDelivery,
  PublicEntity,
  PublicLetter,
  PublicLetterTranslation,
  PublicLetterVersion,
  PublicLink,
  PublicPart,
  PublicPassage,
  PublicProperty,
  PublicSource,
  PublicTerm,
  PublicTranslation,
  PublicValue,
} from './document.ts';
export {
  countDoubted,
  doubtedEditions,
  settleDoubts,
  uncomparedSubjects,
  type Doubt,
  type DoubtCause,
  type DoubtedEdition,
  type DoubtFilter,
} from './edition-doubt.ts';
export { editionHash } from './edition-hash.ts';
export { EditionRefusal, type EditionCode } from './editions-refusal.ts';
export { enrolUnlogged } from './publish.ts';
export { publicationCounts, type PublicationCounts } from './publication-counts.ts';
export { completeSearchedNames } from './searched-names.ts';
export { takeBackErased } from './take-back-erased.ts';
export { nameInstance } from './instance-name.ts';
export { announceChange, publicRevision, publishedChannel } from './revision.ts';
