export type { FigureBar, FigureChart } from './drawings/figure-chart.ts';
export type { ReportNode, ReportTree } from './drawings/report-tree.ts';
export type { Lane, Timeline, TimelineMark } from './drawings/timeline.ts';
export { editionsOf, publicEdition, type EditionStep, type PublicEdition } from './editions.ts';
export { writeFeed, type FeedEntry } from './feed/atom.ts';
export { latestChanges, type PublicChange } from './feed/changes.ts';
export { sitemapPage, sitemapPages, writeSitemap, writeSitemapIndex } from './feed/sitemap.ts';
export { withLivePages } from './live-pages.ts';
export {
  labelOfKind,
  readListed,
  removalReason,
  sayDay,
  type ListedReading,
} from './reading/listed.ts';
export { addressOf, kindOfPath, pathOfKind } from './reading/names.ts';
export { readEdition, type FiguresReading, type SubjectReading } from './reading/read-edition.ts';
export type {
  ClaimReading,
  CopyReading,
  FigureGroup,
  FigureReading,
  HeadingReading,
  LastReported,
  LinkReading,
  NameReading,
  PartReading,
  PropertyReading,
  Shown,
  SourceReading,
  TranslationReading,
  ValueReading,
} from './reading/reading.ts';
export {
  frontPage,
  listSubjects,
  pagesQuoting,
  publicSubject,
  subjectsQuoting,
  type FrontPage,
  type ListedSubject,
  type PublicSubject,
  type QuotingPage,
  type SubjectFilter,
  type SubjectList,
} from './subjects.ts';
