import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '@countersign/proof';
import type { EditionDocument } from './document.ts';

/** SHA-256 of the document as canonical JSON (RFC 8785): what the register and every proof name. */
export function editionHash(document: EditionDocument): Buffer {
  return createHash('sha256')
    .update(canonicalJson(document as unknown as JsonValue))
    .digest();
}
