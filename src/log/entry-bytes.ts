import { formatLogEntry } from '@countersign/proof';

/** What of an entry the log itself says. */
export interface LoggedEntry {
  readonly entry: string;
  readonly kind: string;
  readonly commitment: Uint8Array;
}

/** The bytes of an entry (spec/entry.md). */
export function entryBytes({ entry, kind, commitment }: LoggedEntry): Uint8Array {
  return formatLogEntry({ id: entry, kind, commitment });
}
