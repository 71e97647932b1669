import type { DocumentRead } from '../document-read.ts';
import { engineOf } from '../engine.ts';
import { officeMetadata, xmlParser } from '../office-metadata.ts';
import { Unreadable } from '../unreadable.ts';
import { openZip } from '../zip-archive.ts';

const kept = new Set(['content.xml', 'meta.xml', 'META-INF/manifest.xml']);

/** An OpenDocument text (ODF 1.3 part 3): paragraphs, headings, lists, tables, notes. */
export async function readOdt(bytes: Uint8Array): Promise<DocumentRead> {
  const parts = await openZip(bytes, (name) => kept.has(name));
  const manifest = parts.get('META-INF/manifest.xml')?.toString('utf8') ?? '';
  if (manifest.includes('encryption-data')) {
    throw new Unreadable('encrypted', 'the document is protected by a password');
  }
  const content = parts.get('content.xml');
  if (content === undefined) throw new Unreadable('broken', 'the archive has no content.xml');
  const { title, authors, created, language, producer } = officeMetadata(parts.get('meta.xml'));
  return {
    text: odfText(content.toString('utf8')),
    title,
    authors,
    metadata: { created, declaredLanguage: language, producer },
    engine: engineOf('htmlparser2'),
  };
}

/** Deleted text of tracked changes, comments and scripts are not what the document says. */
const unread = new Set([
  'text:tracked-changes',
  'office:annotation',
  'office:scripts',
  'text:ruby-text',
]);
const paragraphs = new Set(['text:p', 'text:h']);
const citation = 'text:note-citation';

/** The body's text, then its notes; the sign of a note stands in brackets where it was set. */
function odfText(xml: string): string {
  const out: string[] = [];
  const notes: string[] = [];
  const open = { body: 0, unread: 0, notes: 0, paragraphs: 0 };
  const isText = (): boolean => open.body > 0 && open.unread === 0 && open.paragraphs > 0;
  const target = (): string[] => (open.notes > 0 ? notes : out);
  const parser = xmlParser({
    open(name, attributes) {
      if (name === 'office:body') open.body += 1;
      else if (unread.has(name)) open.unread += 1;
      else if (paragraphs.has(name)) open.paragraphs += 1;
      else if (name === 'text:note-body') open.notes += 1;
      else if (isText()) target().push(name === citation ? '[' : whiteSpace(name, attributes));
    },
    text(text) {
      if (isText()) target().push(text.replace(/[ \t\r\n]+/g, ' '));
    },
    close(name) {
      if (name === 'office:body') open.body -= 1;
      else if (unread.has(name)) open.unread -= 1;
      else if (name === 'text:note-body') open.notes -= 1;
      else if (name === citation && isText()) target().push(']');
      else if (paragraphs.has(name)) {
        if (isText()) target().push('\n\n');
        open.paragraphs -= 1;
      }
    },
  });
  parser.end(xml);
  return [...out, ...notes]
    .join('')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** ODF 1.3 part 3, §6.1: white space that XML would fold is written as elements. */
function whiteSpace(name: string, attributes: Readonly<Record<string, string>>): string {
  if (name === 'text:tab') return '\t';
  if (name === 'text:line-break') return '\n';
  if (name !== 'text:s') return '';
  const count = Number(attributes['text:c'] ?? 1);
  return ' '.repeat(Number.isInteger(count) ? Math.min(Math.max(count, 1), 1_000) : 1);
}
