import { describeError, type ErrorReport } from './error-report.ts';
import { isWord } from './word.ts';

/**
 * Everything a log line can say besides its sentence. What is not listed here is not written: a log
 * is copied to more places than the record, and read by people who may not read the record.
 */
export interface LogFields {
  readonly requestId?: string;
  readonly method?: string;
  /** The pattern a request matched (`/people/:uid`), never its path, which names a person. */
  readonly route?: string;
  readonly status?: number;
  /** How long it took, in milliseconds. */
  readonly ms?: number;
  readonly code?: string;
  readonly job?: string;
  readonly jobId?: string;
  readonly attempt?: number;
  readonly count?: number;
  readonly bytes?: number;
  readonly port?: number;
  readonly host?: string;
  readonly version?: string;
  readonly migration?: string;
  readonly signal?: string;
  /** What was thrown; written as name, code, positions in our own code, and never its message. */
  readonly error?: unknown;
}

const words = ['requestId', 'method', 'route', 'code', 'job', 'jobId'] as const;
const moreWords = ['host', 'version', 'migration', 'signal'] as const;
const numbers = ['status', 'ms', 'attempt', 'count', 'bytes', 'port'] as const;

/** What stands in for a value that is not of the kind its field promises. */
const withheld = '[withheld]';

export type WrittenFields = Readonly<Record<string, string | number | ErrorReport>>;

/** The listed fields of `given`, each checked to be what it promises; everything else is dropped. */
export function allowedFields(given: LogFields): WrittenFields {
  const written: Record<string, string | number | ErrorReport> = {};
  for (const name of [...words, ...moreWords]) {
    const value: unknown = given[name];
    if (value !== undefined) written[name] = isWord(value) ? value : withheld;
  }
  for (const name of numbers) {
    const value: unknown = given[name];
    if (value !== undefined) written[name] = typeof value === 'number' ? round(value) : withheld;
  }
  if (given.error !== undefined) written['error'] = describeError(given.error);
  return written;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
