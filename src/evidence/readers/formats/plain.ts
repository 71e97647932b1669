import { decodeText } from '../encoding.ts';
import type { DocumentRead, ReadingOptions } from '../document-read.ts';

/** Plain text and Markdown; Markdown stays as written, its signs are part of what was published. */
export function readPlain(bytes: Uint8Array, options: ReadingOptions): DocumentRead {
  const { text, encoding, guessed } = decodeText(bytes, options.encoding);
  return {
    text,
    metadata: { encoding, ...(guessed && { encodingGuessed: true }) },
    engine: `TextDecoder ${process.version}`,
  };
}
