export {
  addSourceWithCopy,
  AlreadyHereRefusal,
  assertAddable,
  forgetUpload,
  preserveUpload,
  type AddOptions,
  type EvidenceTools,
  type Origin,
  type Upload,
} from './add-source.ts';
export { addressSecrets, type AddressSecrets } from './address-secrets.ts';
export {
  addCopy,
  enrolPreserved,
  maxCopyBytes,
  readCopyJob,
  storeCopy,
  type AlreadyHere,
  type CopyInput,
  type StoredCopy,
} from './copies.ts';
export { EvidenceRefusal, type EvidenceCode } from './evidence-refusal.ts';
export { fetchAddress, type FetchAddress } from './fetching/index.ts';
export { findCopy, noteViewed, type OpenCopy } from './open-copy.ts';
export {
  markPassage,
  reviewTranslation,
  translatePassage,
  translationsOf,
  type TextPlace,
  type TranslationInput,
  type TranslationView,
} from './passages.ts';
export { passageWords, type PassageWords } from './passage-words.ts';
export { provisionalTitle } from './provisional-title.ts';
export { lastEditor } from './source-editor.ts';
export { markRegion, regionInput, type Region, type RegionInput } from './regions.ts';
export {
  readCopiesOf,
  readCopy,
  readCopyHandler,
  readingsOf,
  requeueReading,
  type Reading,
} from './read-copy.ts';
export { unknownReliability, type SourceInput, type SourceReading } from './source-input.ts';
export {
  listSources,
  type SourceFilter,
  type SourceList,
  type SourceSummary,
} from './source-list.ts';
export {
  sourceAtWork,
  sourcePage,
  type CopyView,
  type LayerView,
  type SourcePage,
  type SourceReference,
} from './source-page.ts';
export { indexDescription, indexText, searchSources, type FoundSource } from './text-search.ts';
export { searchWords, type SnippetPart } from './search-words.ts';
export {
  addSource,
  arrangeSource,
  beginSource,
  editSource,
  markLooked,
  type AddedSource,
  type WorkState,
} from './sources.ts';
export { restrictedFiles, storeAnew, type RestrictedFile } from './restricted-copies.ts';
