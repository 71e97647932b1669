import { checkTextLength, cleanText, maxTextLength } from './clean-text.ts';
import type { DocumentRead, ReadingOptions } from './document-read.ts';
import { detectLanguage } from './language.ts';
import { detectMediaType } from './media-type.ts';
import type { NotRead, ReadHeader, ReadMetadata, TextRead } from './read-result.ts';
import { textFingerprint } from './text-fingerprint.ts';
import { asUnreadable, Unreadable } from './unreadable.ts';

export interface DocumentRequest {
  readonly mediaTypeHint?: string | undefined;
  readonly fileName?: string | undefined;
  /** An encoding an editor chose because the guess was wrong. */
  readonly encoding?: string | undefined;
  readonly maxTextLength?: number | undefined;
}

/**
 * Hostile bytes to text, in this process: the body of the reading process. It never throws for what
 * a file holds; time and memory are the caller's to limit.
 */
export async function readDocument(
  bytes: Uint8Array,
  request: DocumentRequest,
  onProgress?: (done: number, total: number) => void,
): Promise<TextRead | NotRead> {
  const { mediaType, mismatch } = await detectMediaType(bytes, request);
  const about = {
    mediaType,
    ...(mismatch && { mismatch: { said: clip(mismatch.said), found: mismatch.found } }),
  };
  try {
    const encoding =
      request.encoding ?? /charset="?([\w-]+)/i.exec(request.mediaTypeHint ?? '')?.[1];
    const read = await readFormat(bytes, mediaType, { encoding, onProgress });
    const text = cleanText(read.text);
    const codePoints = checkTextLength(text, request.maxTextLength ?? maxTextLength);
    return {
      ...headerOf(read),
      ...about,
      text,
      codePoints,
      fingerprint: textFingerprint(text),
      ...languageOf(text),
    };
  } catch (cause) {
    const { code, message } = asUnreadable(cause);
    const media = code === 'no-text' ? mediaKind(mediaType) : undefined;
    return { ok: false, code, detail: clip(message, 500), ...about, ...(media && { media }) };
  }
}

// Readers are loaded when needed: each brings tens of megabytes that other files need not pay for.
async function readFormat(
  bytes: Uint8Array,
  mediaType: string,
  options: ReadingOptions,
): Promise<DocumentRead> {
  if (bytes.length === 0) throw new Unreadable('no-text', 'the file is empty');
  switch (mediaType) {
    case 'text/plain':
    case 'text/markdown':
      return (await import('./formats/plain.ts')).readPlain(bytes, options);
    case 'text/html':
      return (await import('./formats/html.ts')).readHtml(bytes, options);
    case 'message/rfc822':
      return (await import('./formats/mail.ts')).readMail(bytes);
    case 'application/pdf':
      return (await import('./formats/pdf.ts')).readPdf(bytes, options);
    case 'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
      return (await import('./formats/docx.ts')).readDocx(bytes);
    case 'application/vnd.oasis.opendocument.text':
      return (await import('./formats/odt.ts')).readOdt(bytes);
    default:
      if (mediaKind(mediaType) !== undefined) {
        throw new Unreadable('no-text', `${mediaType} is kept as it is`);
      }
      throw notForUs(bytes, mediaType);
  }
}

// Word wraps a document with a password into its older container (MS-OFFCRYPTO §2.3).
function notForUs(bytes: Uint8Array, mediaType: string): Unreadable {
  const lock = Buffer.from('EncryptedPackage', 'utf16le');
  if (mediaType === 'application/x-cfb' && Buffer.from(bytes).includes(lock)) {
    return new Unreadable('encrypted', 'the document is protected by a password');
  }
  return new Unreadable('unsupported', `no reader for ${mediaType}`);
}

function mediaKind(mediaType: string): 'image' | 'audio' | 'video' | undefined {
  const kind = mediaType.split('/')[0];
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : undefined;
}

type Header = Extract<ReadHeader, { ok: true }>;

function headerOf(
  read: DocumentRead,
): Pick<Header, 'ok' | 'metadata' | 'engine'> & Partial<Header> {
  const title = read.title === undefined ? '' : oneLine(read.title);
  const authors =
    read.authors
      ?.map(oneLine)
      .filter((name) => name !== '')
      .slice(0, 100) ?? [];
  return {
    ok: true,
    metadata: clipMetadata(read.metadata),
    engine: read.engine,
    ...(title !== '' && { title }),
    ...(authors.length > 0 && { authors }),
    ...(read.publishedEdtf !== undefined && { publishedEdtf: read.publishedEdtf }),
  };
}

function languageOf(text: string): Pick<Header, 'language'> {
  const language = detectLanguage(text);
  return language === undefined ? {} : { language };
}

function clipMetadata(metadata: ReadMetadata): ReadMetadata {
  const entries = Object.entries(metadata).flatMap(([key, value]) => {
    if (typeof value === 'string') return oneLine(value) === '' ? [] : [[key, oneLine(value)]];
    return value === undefined ? [] : [[key, value]];
  });
  const attachments = metadata.attachments?.map(({ name, mediaType }) => ({
    name: oneLine(name).slice(0, 255).toWellFormed(),
    mediaType: oneLine(mediaType).slice(0, 255).toWellFormed(),
  }));
  return { ...Object.fromEntries(entries), ...(attachments && { attachments }) };
}

function oneLine(text: string): string {
  return clip(cleanText(text).replace(/\s+/g, ' ').trim());
}

function clip(text: string, length = 1_000): string {
  return text.slice(0, length).toWellFormed();
}
