import { decodeBase64, encodeBase64 } from './base64.ts';
import { equalBytes } from './bytes.ts';
import { ProofError } from './errors.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** An entry as the log says it (spec/entry.md). */
export interface LogEntry {
  /** A random UUID that occurs nowhere else. */
  readonly id: string;
  readonly kind: string;
  /** 32 bytes. */
  readonly commitment: Uint8Array;
}

/** Most bytes an entry has. */
export const maxLogEntryBytes = 1024;

/** The bytes of an entry. Ids, kinds and base64 need no escaping: this is their canonical JSON. */
export function formatLogEntry({ id, kind, commitment }: LogEntry): Uint8Array {
  return encodeUtf8(
    `{"commitment":"${encodeBase64(commitment)}","id":"${id}","kind":"${kind}","v":1}`,
  );
}

const pattern =
  /^\{"commitment":"([A-Za-z0-9+/]{43}=)","id":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})","kind":"([a-z][a-z-]{0,63})","v":1\}$/;

/** Reads an entry: exactly its canonical bytes. @throws ProofError `entry-malformed`. */
export function parseLogEntry(bytes: Uint8Array): LogEntry {
  const text = bytes.length > maxLogEntryBytes ? undefined : decodeUtf8(bytes);
  const [, encoded, id, kind] = pattern.exec(text ?? '') ?? [];
  const commitment = encoded === undefined ? undefined : decodeBase64(encoded);
  if (commitment === undefined || id === undefined || kind === undefined) {
    throw new ProofError('entry-malformed', 'not an entry of a Countersign log');
  }
  const entry = { id, kind, commitment };
  // The pattern lets a line feed through at the end.
  if (!equalBytes(formatLogEntry(entry), bytes)) {
    throw new ProofError('entry-malformed', 'an entry has one spelling only');
  }
  return entry;
}
