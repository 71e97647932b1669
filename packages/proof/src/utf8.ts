const encoder = new TextEncoder();
// A byte order mark is kept: whoever signed the text signed it too.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The UTF-8 of a text. Lone surrogates become U+FFFD; callers that sign refuse them first. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The text that bytes are the UTF-8 of; undefined if they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
