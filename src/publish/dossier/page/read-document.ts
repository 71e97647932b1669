import type { PageContents } from '@countersign/dossier';
import type { EditionDocument } from '#editions';
import type { Locale } from '#platform/languages';
import { readEdition, type SubjectReading } from '../../reading/read-edition.ts';

/**
 * Reads one document of a dossier. It is JSON whose hash was proven, and nothing has looked at its shape.
 *
 * @throws whatever reading throws for a document of another shape.
 */
export function readDocument(
  { document }: PageContents['editions'][number],
  locale: Locale,
): SubjectReading {
  // A schema here would be a second model of all that reading asks of a document; what it cannot read it
  // throws for, and whoever checks refuses the page.
  return readEdition(document as unknown as EditionDocument, locale);
}
