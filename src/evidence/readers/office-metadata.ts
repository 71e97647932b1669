import { Parser } from 'htmlparser2';
import { publishedDay } from './published-day.ts';

export interface OfficeMetadata {
  readonly title?: string | undefined;
  readonly authors?: readonly string[] | undefined;
  readonly created?: string | undefined;
  readonly language?: string | undefined;
  readonly producer?: string | undefined;
}

const fields = {
  'dc:title': 'title',
  'dc:creator': 'author',
  'meta:initial-creator': 'author',
  'dcterms:created': 'created',
  'meta:creation-date': 'created',
  'dc:language': 'language',
  'meta:generator': 'producer',
} as const;

/** Dublin Core of an office file (`docProps/core.xml` of DOCX, `meta.xml` of ODT); {} without one. */
export function officeMetadata(xml: Uint8Array | undefined): OfficeMetadata {
  if (xml === undefined) return {};
  const found = new Map<string, string>();
  let field: string | undefined;
  const parser = xmlParser({
    open: (name) => {
      field = Object.hasOwn(fields, name) ? fields[name as keyof typeof fields] : undefined;
    },
    text: (text) => {
      const known = field === undefined ? undefined : (found.get(field) ?? '');
      if (field !== undefined && known !== undefined && known.length < 2_000)
        found.set(field, known + text);
    },
    close: () => {
      field = undefined;
    },
  });
  parser.end(new TextDecoder().decode(xml));
  const author = found.get('author')?.trim();
  return {
    title: found.get('title'),
    authors: author ? [author] : undefined,
    created: publishedDay(found.get('created')),
    language: found.get('language'),
    producer: found.get('producer'),
  };
}

/**
 * A stream of XML tags. It knows the five entities of XML and character references only and reads
 * no document type: entity expansion is impossible, an unknown entity stays as written.
 */
export function xmlParser(handlers: {
  open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  text: (text: string) => void;
  close: (name: string) => void;
}): Parser {
  return new Parser(
    { onopentag: handlers.open, ontext: handlers.text, onclosetag: (name) => handlers.close(name) },
    { xmlMode: true, decodeEntities: true },
  );
}
