import {
  decodeBase64,
  openCommitment,
  parseOpening,
  ProofError,
  type HashProvider,
  type JsonValue,
  type LogEntry,
} from '@countersign/proof';
import { alarm, LogFault } from './finding.ts';
import type { EditionEntry } from './watched-register.ts';

/** The entry's fields. @throws LogFault `opening-altered` when the bytes open something else. */
export function openEntry(
  provider: HashProvider,
  { id, commitment }: LogEntry,
  bytes: Uint8Array,
): ReadonlyMap<string, JsonValue> {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return openCommitment(provider, commitment, parseOpening(json));
  } catch (error) {
    if (!(error instanceof ProofError || error instanceof SyntaxError)) throw error;
    throw new LogFault(alarm('opening-altered', { about: id }), { cause: error });
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What an entry says of an edition; undefined when it lacks what such an entry must say. */
export function editionOf(
  kind: EditionEntry['kind'],
  fields: ReadonlyMap<string, JsonValue>,
): EditionEntry | undefined {
  const [subject, number] = [fields.get('subject'), fields.get('number')];
  if (typeof subject !== 'string' || !uuid.test(subject)) return undefined;
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined;
  if (number < 1 || number > 999_999_999) return undefined;
  if (kind === 'edition-removed') return { kind, subject, number };
  const hash = hashField(fields, 'hash');
  return hash === undefined ? undefined : { kind, subject, number, hash };
}

/** The root and the number of lines that a register entry commits to. */
export function registerOf(
  fields: ReadonlyMap<string, JsonValue>,
): { readonly root: Uint8Array; readonly subjects: number } | undefined {
  const [root, subjects] = [hashField(fields, 'root'), fields.get('subjects')];
  return root === undefined || typeof subjects !== 'number' ? undefined : { root, subjects };
}

export function isEdition(kind: string): kind is EditionEntry['kind'] {
  return kind === 'edition-published' || kind === 'edition-corrected' || kind === 'edition-removed';
}

function hashField(fields: ReadonlyMap<string, JsonValue>, name: string): Uint8Array | undefined {
  const value = fields.get(name);
  const bytes = typeof value === 'string' ? decodeBase64(value) : undefined;
  return bytes?.length === 32 ? bytes : undefined;
}
