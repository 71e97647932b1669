import { fileURLToPath } from 'node:url';
import type * as Pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { DocumentRead, ReadingOptions } from '../document-read.ts';
import { engineOf } from '../engine.ts';
import { linesOfPage } from '../pdf-lines.ts';
import { publishedDay } from '../published-day.ts';
import { Unreadable } from '../unreadable.ts';

const assets = new URL('../../../../node_modules/pdfjs-dist/', import.meta.url);
const maxPages = 20_000;

/** The text of a PDF, pages apart by a form feed. A scan has none: `no-text`. */
export async function readPdf(bytes: Uint8Array, options: ReadingOptions): Promise<DocumentRead> {
  const pdf = await openPdf(bytes);
  try {
    if (pdf.numPages > maxPages) throw new Unreadable('too-large', `${pdf.numPages} pages`);
    const pages: string[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      pages.push(await pageText(pdf, number));
      options.onProgress?.(number, pdf.numPages);
    }
    const text = pages.join('\f');
    if (!/\S/.test(text)) throw new Unreadable('no-text', 'pages without characters: a scan');
    return { text, ...(await pdfMetadata(pdf)), engine: engineOf('pdfjs-dist') };
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function openPdf(bytes: Uint8Array): Promise<Pdfjs.PDFDocumentProxy> {
  const { getDocument } = await loadPdfjs();
  try {
    return await getDocument({
      // A copy: the library takes the buffer over and empties it.
      data: new Uint8Array(bytes),
      useWorkerFetch: false,
      disableFontFace: true,
      useSystemFonts: false,
      useWasm: false,
      enableXfa: false,
      disableAutoFetch: true,
      cMapUrl: fileURLToPath(new URL('cmaps/', assets)),
      cMapPacked: true,
      standardFontDataUrl: fileURLToPath(new URL('standard_fonts/', assets)),
      verbosity: 0,
    }).promise;
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : '';
    if (name === 'PasswordException') {
      throw new Unreadable('encrypted', 'the PDF is protected by a password', { cause });
    }
    throw new Unreadable('broken', `not a readable PDF: ${String(cause)}`, { cause });
  }
}

// Handing the library its worker keeps it in this process; by itself it would load it by an address.
async function loadPdfjs(): Promise<typeof Pdfjs> {
  const worker: unknown = await import(new URL('legacy/build/pdf.worker.min.mjs', assets).href);
  Object.assign(globalThis, { pdfjsWorker: worker });
  return import('pdfjs-dist/legacy/build/pdf.mjs');
}

async function pageText(pdf: Pdfjs.PDFDocumentProxy, number: number): Promise<string> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  const text = linesOfPage(items.filter((item) => 'str' in item));
  page.cleanup();
  return text;
}

async function pdfMetadata(
  pdf: Pdfjs.PDFDocumentProxy,
): Promise<Pick<DocumentRead, 'title' | 'authors' | 'metadata'>> {
  const { info } = await pdf.getMetadata();
  const said = (key: string): string | undefined => {
    const value: unknown = Reflect.get(info, key);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const author = said('Author');
  return {
    title: said('Title'),
    authors: author === undefined ? undefined : [author],
    metadata: {
      pages: pdf.numPages,
      created: publishedDay(said('CreationDate')),
      declaredLanguage: said('Language'),
      producer: said('Producer') ?? said('Creator'),
    },
  };
}
