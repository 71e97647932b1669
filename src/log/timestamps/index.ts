export {
  requestTimestamp,
  type TimestampFailureCode,
  type TimestampOptions,
  type TimestampResult,
} from './request-timestamp.ts';
export { readTsaRoots } from './tsa-roots.ts';
export { stampPublished, type StampOptions } from './stamp-published.ts';
