import { fileTypeFromBuffer } from 'file-type';
import { looksBinary } from './encoding.ts';
import type { TypeMismatch } from './read-result.ts';

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const odt = 'application/vnd.oasis.opendocument.text';

const typesByExtension: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  md: 'text/markdown',
  markdown: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
  xhtml: 'text/html',
  eml: 'message/rfc822',
  pdf: 'application/pdf',
  docx,
  odt,
};

export interface MediaTypeHints {
  /** What a sender or server said, parameters allowed (`text/html; charset=utf-8`). */
  readonly mediaTypeHint?: string | undefined;
  readonly fileName?: string | undefined;
}

/**
 * What the file is, by its content; name and sender only choose between kinds of plain text that
 * look alike (txt, md). Whoever made the file may have lied about all of it.
 *
 * @returns `mismatch` when the content is of another type than was said.
 */
export async function detectMediaType(
  bytes: Uint8Array,
  hints: MediaTypeHints,
): Promise<{ mediaType: string; mismatch?: TypeMismatch }> {
  const said = saidType(hints);
  const mediaType = (await typeByMagic(bytes)) ?? typeOfText(bytes, said);
  if (said === undefined || said === mediaType) return { mediaType };
  return { mediaType, mismatch: { said, found: mediaType } };
}

/** The hints as one media type we know, undefined when they say nothing. */
function saidType(hints: MediaTypeHints): string | undefined {
  const extension = /\.([a-z0-9]{1,10})$/i.exec(hints.fileName ?? '')?.[1]?.toLowerCase();
  const byName = extension === undefined ? undefined : typesByExtension[extension];
  const hint = hints.mediaTypeHint?.split(';')[0]?.trim().toLowerCase();
  if (hint === undefined || hint === '' || hint === 'application/octet-stream') return byName;
  if (hint === 'text/plain' && byName?.startsWith('text/') === true) return byName;
  if (hint === 'application/xhtml+xml') return 'text/html';
  if (hint === 'text/x-markdown') return 'text/markdown';
  return hint.slice(0, 200);
}

async function typeByMagic(bytes: Uint8Array): Promise<string | undefined> {
  // Some programs write a few bytes before the PDF header; readers accept it within the first 1024.
  if (indexOfAscii(bytes.subarray(0, 1_024), '%PDF-') >= 0) return 'application/pdf';
  try {
    const found = await fileTypeFromBuffer(bytes);
    if (found === undefined || found.mime === 'application/xml') return undefined;
    return found.mime;
  } catch {
    // Its readers throw at some truncated files; then the text rules decide.
    return undefined;
  }
}

function typeOfText(bytes: Uint8Array, said: string | undefined): string {
  const wide = bytes[0] === 0xff || bytes[0] === 0xfe || said?.startsWith('text/') === true;
  const head = headAsText(bytes);
  // Pasted text and Markdown may begin with a tag or look like a mail and must stay as they are.
  const isSaidPlain = said === 'text/plain' || said === 'text/markdown';
  if (looksLikeHtml(head, isSaidPlain ? wholePage : pageOrPart)) return 'text/html';
  if (!isSaidPlain && looksLikeMail(head)) return 'message/rfc822';
  if (looksBinary(bytes) && !wide && !head.includes('\0')) return 'application/octet-stream';
  return said === 'text/markdown' ? said : 'text/plain';
}

function headAsText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, 4_096);
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le').decode(head);
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be').decode(head);
  return new TextDecoder('utf-8').decode(head);
}

const wholePage = /^<(?:!doctype\s+html|html|head|body)(?:[\s>/]|$)/i;
// The patterns of WHATWG MIME Sniffing §7.1; comments and XML declarations are skipped before.
const pageOrPart =
  /^<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|article|table|h1|p|br|b|a)(?:[\s>/]|$)/i;

function looksLikeHtml(head: string, pattern: RegExp): boolean {
  const start = head
    .trimStart()
    .replace(/^<\?xml[^>]{0,200}\?>\s*/i, '')
    .replace(/^(?:<!--[^]{0,2000}?-->\s*)*/, '');
  return pattern.test(start);
}

// Two header fields that only mail has, before the first empty line.
function looksLikeMail(head: string): boolean {
  const block = head.replace(/^From [^\n]{0,200}\r?\n/, '').split(/\r?\n\r?\n/)[0] ?? '';
  if (!/^[!-9;-~]{1,70}:/.test(block)) return false;
  const fields = block.match(
    /^(?:From|To|Date|Subject|Message-ID|MIME-Version|Received|Return-Path|Delivered-To|Content-Type|DKIM-Signature|Reply-To):/gim,
  );
  return new Set(fields?.map((field) => field.toLowerCase())).size >= 2;
}

function indexOfAscii(bytes: Uint8Array, needle: string): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(needle, 0, 'latin1');
}
