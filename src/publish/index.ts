export {
  buildDossier,
  provenDocument,
  type BuiltDossier,
  type DossierMaker,
} from './dossier/build-dossier.ts';
export { checkFiles, type Checked, type Checking } from './dossier/check-files.ts';
export {
  readPolicy,
  readRoots,
  sortFiles,
  type GivenFile,
  type SortedFiles,
} from './dossier/given-files.ts';
export { html, Markup } from './dossier/page/markup.ts';
export { createPageMaker } from './dossier/page/page-maker.ts';
export { pageStyle } from './dossier/page/page-style.ts';
export { renderSubjects, type PageCatalogs } from './dossier/page/render-page.ts';
export { tellRoll, type CheckedRoll } from './dossier/tell-roll.ts';
export { tellSignature, type CheckedSignature } from './dossier/tell-signature.ts';
export { tellVerdict, type ToldVerdict } from './dossier/tell-verdict.ts';
export type { FigureBar, FigureChart } from './drawings/figure-chart.ts';
export type { ReportNode, ReportTree } from './drawings/report-tree.ts';
export type { Lane, Timeline, TimelineMark } from './drawings/timeline.ts';
export { editionsOf, publicEdition, type EditionStep, type PublicEdition } from './editions.ts';
export { writeFeed, type FeedEntry } from './feed/atom.ts';
export { latestChanges, type PublicChange } from './feed/changes.ts';
export { sitemapPage, sitemapPages, writeSitemap, writeSitemapIndex } from './feed/sitemap.ts';
export { readLetterNotes, type LetterNote, type NoteClaim } from './letter-notes.ts';
export { toldValues, type ToldValue } from './reading/told-values.ts';
export { withLivePages } from './live-pages.ts';
export { labelOfKind, readListed, removalReason, type ListedReading } from './reading/listed.ts';
export { sayDay, sayMoment } from './reading/moments.ts';
export { addressOf, kindOfPath, pathOfKind } from './reading/names.ts';
export { chooseText, firstText, listTexts, type ChosenText } from './reading/letter-texts.ts';
export { readEdition, type FiguresReading, type SubjectReading } from './reading/read-edition.ts';
export type {
  AnchorReading,
  DeliveryReading,
  ClaimReading,
  CopyReading,
  FigureGroup,
  FigureReading,
  HeadingReading,
  LastReported,
  LetterReading,
  LetterTranslationReading,
  LetterVersionReading,
  LinkReading,
  NameReading,
  PartReading,
  PropertyReading,
  Shown,
  SourceReading,
  TranslationReading,
  ValueReading,
} from './reading/reading.ts';
export { proofOf, readProof, type ProofFacts } from './proof-facts.ts';
export {
  frontPage,
  listSubjects,
  pagesQuoting,
  publicAmong,
  publicSubject,
  subjectsQuoting,
  type FrontPage,
  type ListedSubject,
  type PublicSubject,
  type QuotingPage,
  type SubjectFilter,
  type SubjectList,
} from './subjects.ts';
