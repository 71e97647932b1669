import { decodeBase64 } from '@countersign/proof';

/** The one form in which people read fingerprints: 64 lower-case digits, as on every public page. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The same of a hash that a file writes in base64; what is none stays as it is. */
export function hexOfBase64(text: string): string {
  const bytes = decodeBase64(text);
  return bytes === undefined ? text : hexOf(bytes);
}
