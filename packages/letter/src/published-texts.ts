import { encodeBase64, ProofError, type JsonValue } from '@countersign/proof';
import { LetterFault } from './letter-fault.ts';

/** What a letter's edition says of its versions. */
export interface PublishedTexts {
  /** Of the newest version. */
  readonly title: string;
  /** SHA-256 of each version's text, as base64. */
  readonly texts: ReadonlySet<string>;
}

/**
 * The texts of a letter by its edition's document (spec/letter.md, "In an edition"), which is proven by
 * its hash; its shape is not.
 *
 * @throws LetterFault `text-malformed`.
 */
export function textsOfDocument(document: JsonValue): PublishedTexts {
  const versions = member(member(document, 'letter'), 'versions');
  if (!Array.isArray(versions)) throw new LetterFault('text-malformed', 'not a letter');
  const texts = new Set<string>();
  let title = '';
  for (const version of versions as readonly JsonValue[]) {
    const hash = member(version, 'hash');
    if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/u.test(hash)) {
      throw new LetterFault('text-malformed', 'a version without its hash');
    }
    const bytes = Uint8Array.from(hash.match(/../gu) ?? [], (two) => Number(`0x${two}`));
    texts.add(encodeBase64(bytes));
    const own = member(member(version, 'text'), 'title');
    if (typeof own === 'string') title = own;
  }
  return { title, texts };
}

/** @throws ProofError `proof-malformed` for bytes that are no JSON. */
export function parseJson(bytes: Uint8Array): JsonValue {
  try {
    return JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    ) as JsonValue;
  } catch {
    throw new ProofError('proof-malformed', 'not JSON');
  }
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, JsonValue>>)[name] : undefined;
}
