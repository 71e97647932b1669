import mammoth from 'mammoth';
import type { DocumentRead } from '../document-read.ts';
import { engineOf } from '../engine.ts';
import { htmlToText } from '../html-text.ts';
import { officeMetadata } from '../office-metadata.ts';
import { Unreadable } from '../unreadable.ts';
import { openZip } from '../zip-archive.ts';

/** A Word document: paragraphs, lists, tables and notes, in reading order; pictures are left out. */
export async function readDocx(bytes: Uint8Array): Promise<DocumentRead> {
  const parts = await openZip(bytes, (name) => name === 'docProps/core.xml');
  const { title, authors, created, language, producer } = officeMetadata(
    parts.get('docProps/core.xml'),
  );
  return {
    text: htmlToText(await convert(bytes)),
    title,
    authors,
    metadata: { created, declaredLanguage: language, producer },
    engine: engineOf('mammoth'),
  };
}

async function convert(bytes: Uint8Array): Promise<string> {
  const noPictures = mammoth.images.imgElement(() => Promise.resolve({ src: '' }));
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
      { convertImage: noPictures, externalFileAccess: false, includeEmbeddedStyleMap: false },
    );
    return value;
  } catch (cause) {
    throw new Unreadable('broken', `not a readable Word document: ${String(cause)}`, { cause });
  }
}
