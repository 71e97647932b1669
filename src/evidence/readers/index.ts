export { readText, defaultReadLimits } from './read-text.ts';
export type { ReadLimits, ReadProgress, ReadTextOptions } from './read-text.ts';
export { failureCodes } from './read-result.ts';
export type {
  FailureCode,
  NotRead,
  ReadMetadata,
  ReadResult,
  TextRead,
  TypeMismatch,
} from './read-result.ts';
export { cleanText, countCodePoints, maxTextLength } from './clean-text.ts';
export { textFingerprint } from './text-fingerprint.ts';
