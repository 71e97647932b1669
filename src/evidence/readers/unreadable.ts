import type { FailureCode } from './read-result.ts';

/** An expected end of reading, thrown by a format reader and turned into `{ ok: false }`. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly code: FailureCode;

  constructor(code: FailureCode, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
  }
}

/** What any thrown value says about the file. Parsers throw all kinds of things at hostile bytes. */
export function asUnreadable(cause: unknown): Unreadable {
  if (cause instanceof Unreadable) return cause;
  const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  if (/allocation failed|out of memory|ERR_MEMORY_ALLOCATION/i.test(detail)) {
    return new Unreadable('out-of-memory', detail, { cause });
  }
  if (/Invalid string length|Cannot create a string longer|Invalid array length/.test(detail)) {
    return new Unreadable('too-large', detail, { cause });
  }
  return new Unreadable('broken', detail, { cause });
}
