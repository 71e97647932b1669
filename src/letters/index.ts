export {
  addAnchors,
  bareFigures,
  dropAnchor,
  listAnchors,
  overlaps,
  type Anchor,
} from './anchors.ts';
export { LetterRefusal, type LetterCode } from './letter-refusal.ts';
export {
  countProposed,
  createLetter,
  letterKinds,
  listLetters,
  readLetter,
  type LetterKind,
  type LetterState,
  type LetterSummary,
  type NewLetter,
} from './letters.ts';
export {
  parseDraftText,
  readDraft,
  saveDraft,
  type DraftText,
  type LetterDraft,
} from './drafts.ts';
export {
  cancelVersion,
  changes,
  decideVersion,
  isDraftNew,
  listVersions,
  proposeVersion,
  type Change,
  type LetterVersion,
  type ProposedVersion,
} from './versions.ts';
export {
  decideAnything,
  decidingAction,
  letterNames,
  prepareLetter,
  proposeLetter,
  proposeLetterRemoval,
} from './publication.ts';
