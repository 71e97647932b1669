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
export type { Wording } from './signing/consents.ts';
export { enrolSignatures } from './signing/enrol-signatures.ts';
export { replayForgotten } from './signing/forget-signature.ts';
export { confirmSignature } from './signing/confirm-signature.ts';
export { signTogether, type SigningTogether } from './signing/sign-together.ts';
export {
  eachSignature,
  listChosen,
  listSignatures,
  readSigning,
  type ListedSignature,
  type SignatureFilter,
  type SignatureOrder,
  type SigningFacts,
  type Tally,
} from './signing/list-signatures.ts';
export {
  changeSignature,
  leaveLetter,
  readOwnSignature,
  type Leaving,
  type OwnSignature,
} from './signing/own-signature.ts';
export { createPace, networkOf, type Pace } from './signing/pace.ts';
export {
  receiveSignature,
  type ReceivedForm,
  type SigningDesk,
} from './signing/receive-signature.ts';
export { parseSignForm, type SignForm, type SignerPerson } from './signing/sign-form.ts';
export { makeRolls } from './roll/make-rolls.ts';
export { readCount, readRoll, readRollPart } from './roll/read-roll.ts';
export {
  dropUnconfirmedHandler,
  eraseDueHandler,
  keepUpFraudHandler,
  makeRollsHandler,
} from './letters.jobs.ts';
export { eraseDue } from './retention/erase-due.ts';
export { replayRetention } from './retention/journal-retention.ts';
export {
  readRetentionDesk,
  type ErasedSignatures,
  type RetentionDesk,
  type RetentionFacts,
} from './retention/read-retention.ts';
export { decideRetention, setRetention } from './retention/set-retention.ts';
export { resealLetterSecrets, sealedLetterSecrets } from './signing/reseal-letters.ts';
export type { LetterSealer } from './signing/signer-keys.ts';
export { startTallies } from './signing/start-tallies.ts';
export { hideNames, openSigning, stopSigning, type SigningState } from './signing/signing-desk.ts';
export { tallySignatures } from './signing/tally-signatures.ts';
export { confirmHeld } from './signing/confirm-held.ts';
export {
  readSigningDesk,
  type HeldSigner,
  type SigningDeskView,
} from './signing/read-signing-desk.ts';
export {
  chooseSignature,
  listChoosable,
  mostChosen,
  type ChoosableSignature,
} from './signing/choose-signature.ts';
export { dropErasedAnchors } from './erasing/drop-erased-anchors.ts';
export { lettersNaming, type LetterNaming } from './erasing/letters-naming.ts';
export { signatureReceipt } from './signing/signature-receipt.ts';
export {
  decideAnything,
  decidingAction,
  letterNames,
  prepareLetter,
  proposeLetter,
  proposeLetterRemoval,
} from './publication.ts';
export {
  readCampaignDates,
  setCampaignDates,
  type CampaignDates,
} from './course/campaign-dates.ts';
export {
  addDelivery,
  changeDelivery,
  listDeliveries,
  type Delivery,
  type DeliveryInput,
} from './course/deliveries.ts';
export { moveEmbargo, readEmbargo, stopEmbargo, type Embargo } from './course/embargo.ts';
export { listNoteChanges, type NoteChange } from './course/note-changes.ts';
export { readCourse, type CourseFacts } from './course/read-course.ts';
export {
  readCourseDesk,
  type CourseDesk,
  type CourseOfWithheld,
} from './course/read-course-desk.ts';
export { runCourse } from './course/run-course.ts';
export { addSolidarity, dropSolidarity, listSolidarity } from './course/solidarity.ts';
export { startCourse } from './course/start-course.ts';
export {
  makeTestimonyLink,
  readAsAuthor,
  readTestimony,
  recordTestimonyWord,
  sayAsAuthor,
  type AuthorsView,
  type Testimony,
  type TestimonyWord,
} from './course/testimony.ts';
export { sendSlice } from './updates/send-slice.ts';
export { stopMails } from './updates/stop-mails.ts';
export { updateHandlers } from './updates/updates.jobs.ts';
export {
  countRecipients,
  decideUpdate,
  listUpdates,
  proposeUpdate,
  stopUpdate,
  type LetterUpdate,
  type UpdateMail,
  type UpdateText,
} from './updates/updates.ts';
export {
  answerInvitation,
  openInvitation,
  type InvitationAnswer,
  type OpenedInvitation,
} from './inviting/answer-invitation.ts';
export {
  dispatchHandler,
  dispatchInvitations,
  type WriteInvitation,
} from './inviting/dispatch-invitations.ts';
export { declineAsAgent, openAsAgent, type OpenedAgent } from './agents/agent-link.ts';
export { dropAgent, nameAgent, replayEndedAgents } from './agents/keep-agents.ts';
export { signByAgent, type AgentOutcome } from './agents/sign-by-agent.ts';
export { dropInvitations } from './inviting/drop-invitations.ts';
export { importPeople, undoImport } from './inviting/import-people.ts';
export { changeInviting } from './inviting/inviting-settings.ts';
export {
  listInvitations,
  readInvitation,
  type InvitationsView,
  type InvitedRow,
} from './inviting/list-invitations.ts';
export {
  handInvitation,
  nameInvited,
  resendInvitation,
  revokeInvitation,
  sendInvitations,
} from './inviting/send-invitations.ts';
export {
  changeDomains,
  listDomains,
  type OrganisationDomain,
} from './inviting/organisation-domains.ts';
export { exportRequest, importOpening, type Imported } from './withheld/ceremony.ts';
export { decideOpening, listOpened, type OpenedName } from './withheld/decide-opening.ts';
export { expireWithheld } from './withheld/expire.ts';
export { keepWithheld, type OwnWithheld } from './withheld/own-withheld.ts';
export { confirmPanel, setPanel, type PanelInput } from './withheld/panel.ts';
export {
  readWithheld,
  readWithheldDesk,
  type PublicPanel,
  type RuleCount,
  type WithheldDesk,
  type WithheldFacts,
} from './withheld/read-withheld.ts';
export {
  beginRoundsAnew,
  noticeHours,
  type OpeningNotice,
  type WriteExpired,
  type WriteNotice,
} from './withheld/rounds.ts';
export { keepUpWithheld, withheldHandler } from './withheld/withheld.jobs.ts';
export { replayUninvited } from './inviting/settle-invitation.ts';
export { signInvited, type InvitedOutcome } from './inviting/sign-invited.ts';
export { chooseAside, decideAside, undoAside, type AsideChoice } from './fraud/aside-acts.ts';
export { asideCounts, type AsideCount } from './fraud/aside-counts.ts';
export { keepUpFraud } from './fraud/fraud-upkeep.ts';
export { parseGroup, type Group } from './fraud/group.ts';
export { readGuard, setGuard } from './fraud/guard.ts';
export type { Guard } from './fraud/rules.ts';
export {
  readLedger,
  type CountryFigure,
  type DayFigure,
  type Ledger,
  type LedgerLine,
} from './fraud/ledger.ts';
export {
  readFraudDesk,
  type FraudAct,
  type FraudDesk,
  type FraudGroup,
} from './fraud/read-fraud-desk.ts';
export {
  readFraudGroup,
  type FraudGroupView,
  type SampledSigner,
} from './fraud/read-fraud-group.ts';
export type { Burst, HourFigure } from './fraud/bursts.ts';
export {
  listTranslationDrafts,
  parseTranslationWords,
  readTranslationDraft,
  saveTranslationDraft,
  translationWays,
  type TranslationKey,
  type TranslationWords,
} from './translating/translation-drafts.ts';
export {
  cancelTranslation,
  currentTranslations,
  decideTranslation,
  listTranslations,
  proposeTranslation,
  withdrawTranslation,
  type LetterTranslation,
} from './translating/translations.ts';
export { shownLanguages, type ShownTexts } from './translating/shown-texts.ts';
export { letterTitles, type TextTitles } from './translating/text-titles.ts';
export { translationsWait } from './translating/waiting-translations.ts';
export { drainRecord, type Drained, type SpoolDrain } from './spool/drain-spool.ts';
export { spoolRecipient } from './spool/spool-key.ts';
export { mostSpooledSealed, spoolForm, type SpooledForm } from './spool/spooled-form.ts';
export { startSpool, type SignatureSpool } from './spool/start-spool.ts';
export { takeVouchBack, lookAtAsking, vouchFor, type AskingPerson } from './vouching/vouch.ts';
export { endVouchingAddress, makeVouchingAddress } from './vouching/vouching-address.ts';
export { readVouching, type OwnVouching } from './vouching/read-vouching.ts';
export { settleVouched } from './vouching/settle-vouched.ts';
export { settleVouchedHandler } from './vouching/vouching.jobs.ts';
export {
  chooseQuote,
  listQuotes,
  mostQuotes,
  type ClearedQuote,
  type ClearedQuotes,
} from './quotes/choose-quote.ts';
export {
  clearQuote,
  readOwnQuote,
  replayQuotes,
  takeQuoteBack,
  type OwnQuoteView,
  type TypedQuote,
} from './quotes/own-quote.ts';
export { readQuotes, type Quote } from './quotes/read-quotes.ts';
