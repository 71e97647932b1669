import type { EditionDocument, PublicSource } from '#editions';
import type { PublicMaterial } from './material.ts';

/**
 * The document of a source: its description, the sources it is known through, and the hashes of its
 * copies. Which words of it support what is told by the pages that quote it, so that this document
 * stays the same while more is published.
 */
export function buildSourceDocument(
  source: PublicSource,
  material: PublicMaterial,
): EditionDocument {
  const byUid = new Map([...material.sources.values()].map((one) => [one.uid, one]));
  const through = source.through.flatMap((uid) => byUid.get(uid) ?? []);
  return {
    v: 1,
    subject: source.uid,
    kind: 'source',
    names: { [source.language ?? '']: source.title },
    caption: [{ type: 'text', byLanguage: { [source.language ?? '']: source.title } }],
    properties: [],
    parts: [],
    claims: [],
    passages: [],
    sources: [source, ...through],
    entities: [],
    terms: [],
  };
}
