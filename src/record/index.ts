export type { Basis, ClaimState } from './claims/claim.ts';
export { bases } from './claims/claim.ts';
export type { ClaimInput, LinkInput } from './claims/claim-input.ts';
export type { ClaimView, LinkView, PassageView } from './claims/claim-view.ts';
export { hangingClaims, type Hanging } from './claims/hanging-claims.ts';
export {
  countReturned,
  layAside,
  refusalsOf,
  returnedClaims,
  type RefusalOfClaim,
  type ReturnedClaim,
} from './claims/returned-claims.ts';
export { claimViews } from './claims/claim-views.ts';
export { successorsOf } from './claims/successors.ts';
export {
  restorable,
  restoreClaims,
  withdrawable,
  type WithdrawFilter,
} from './claims/restore-claims.ts';
export { reopenClaims, reopenMinutes } from './claims/reopen-claims.ts';
export { decideClaims, type Verdict } from './claims/review-claims.ts';
export { writeClaims, type WrittenClaim } from './claims/write-claims.ts';
export { codeAct, type ActInput, type CodedAct } from './coding/code-act.ts';
export { codeNames, type CodedNames, type NameList, type NameRow } from './coding/code-names.ts';
export { decideResolution, type ResolutionInput } from './disagreement/decide-resolution.ts';
export {
  listDisputes,
  type DisputeFilter,
  type DisputeList,
  type DisputeSummary,
} from './disagreement/list-disputes.ts';
export { untoldDisputes, type UntoldDispute } from './disagreement/untold-disputes.ts';
export {
  captionsAfter,
  captionsByUid,
  captionsOf,
  inLanguage,
  type Caption,
} from './entities/captions.ts';
export {
  entityHistory,
  type EntityHistory,
  type ResolutionView,
} from './entities/entity-history.ts';
export { createEntities, type CreatedEntity } from './entities/create-entity.ts';
export {
  entityPage,
  type EntityPage,
  type EntityPageOptions,
  type PartView,
  type PropertyView,
  type ValueView,
} from './entities/entity-page.ts';
export {
  listEntities,
  type EntityFilter,
  type EntityList,
  type ListedEntity,
} from './entities/list-entities.ts';
export {
  findUnnamed,
  type FindUnnamedOptions,
  type FoundUnnamed,
} from './entities/find-unnamed.ts';
export { completeNameSounds } from './entities/complete-name-sounds.ts';
export { findEntities, type FindOptions, type FoundEntity } from './entities/find-entities.ts';
export { parseInstant, type Instant } from './instant.ts';
export { exportClaims, type ExportedClaim, type ExportFilter } from './export-claims.ts';
export {
  compareFigures,
  formatFigure,
  likeWithLike,
  parseFigureText,
  type Figure,
} from './figures/index.ts';
export {
  notesOn,
  notesOnClaims,
  notesOnClaimsFrom,
  writeNote,
  type Note,
  type NoteSubject,
} from './notes.ts';
export {
  insertProjections,
  loadStanding,
  projectFresh,
  reproject,
} from './projection/write-projection.ts';
export { checkProjection, type ProjectionCheck } from './projection/check.ts';
export { rebuildProjection, type RebuildProgress } from './projection/rebuild.ts';
export {
  prepareEditions,
  type LeftOut,
  type LeftOutReason,
  type Prepared,
  type Selection,
} from './publication/prepare.ts';
export { alsoShown, withPages } from './publication/also-shown.ts';
export { compareEditionsHandler } from './publication/publication.jobs.ts';
export { settleStaleEditions } from './publication/settle-stale-editions.ts';
export { type ChangedClaim, type DocumentDifference } from './publication/document-difference.ts';
export { type DoubtReason } from './publication/doubt-reasons.ts';
export { staleEditions, type StaleEdition, type StaleList } from './publication/stale-editions.ts';
export { standingSelection } from './publication/standing-selection.ts';
export {
  cancelErasure,
  decideErasure,
  erasureReasons,
  erasuresOf,
  proposeErasure,
  type ErasureExtent,
  type ErasureInput,
  type ErasureReason,
  type ErasureVerdict,
  type ErasureView,
} from './erasure/erasure.ts';
export {
  readErasureJournal,
  replayErasures,
  takeOverErasures,
  type JournalEntry,
  writeJournal,
} from './erasure/journal.ts';
export type { TextPlace } from './traces/document-texts.ts';
export { indexEditionWords } from './traces/edition-words.ts';
export {
  removedSubject,
  removedSubjects,
  takenBackAmong,
  type RemovedList,
  type RemovedSubject,
} from './traces/removed-subjects.ts';
export { findNames, soughtNames } from './traces/find-names.ts';
export {
  keepTrace,
  namesOf,
  tracesAfter,
  tracesOf,
  type Trace,
  type TracePlace,
} from './traces/traces.ts';
export { emptiedBy, type EmptiedPage } from './publication/emptied-pages.ts';
export {
  carryOutPublication,
  decidePublication,
  emptiedByRemoval,
  proposeDocuments,
  proposePublication,
  proposeRemoval,
} from './publication/propose.ts';
export { RecordRefusal, type RecordCode } from './record-refusal.ts';
export {
  claimsFromSource,
  claimSteps,
  queueProgress,
  reopenable,
  reviewQueue,
  type ClaimStep,
  type QueueFilter,
  type QueueProgress,
} from './review-queue.ts';
export {
  addTerm,
  loadAddedTerms,
  sourceCodes,
  termOf,
  termsOf,
  type AddedTerms,
  type TermInput,
} from './terms.ts';
export * from './vocabulary/index.ts';
