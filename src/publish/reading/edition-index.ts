import type {
  EditionDocument,
  PublicClaim,
  PublicEntity,
  PublicPassage,
  PublicProperty,
  PublicSource,
} from '#editions';
import type { Locale } from '#platform/languages';
import { inLocale, term, vocabulary, type Labels } from '#record';
import { DateSayer } from './dates.ts';
import type { SourceReading } from './reading.ts';

/** A document prepared for looking things up while it is read for one reader. */
export interface EditionIndex {
  readonly document: EditionDocument;
  readonly locale: Locale;
  readonly claims: ReadonlyMap<string, PublicClaim>;
  readonly passages: ReadonlyMap<string, PublicPassage>;
  readonly sources: ReadonlyMap<string, PublicSource>;
  readonly entities: ReadonlyMap<string, PublicEntity>;
  /** Numbers of sources in the order in which the page lists them, from 1. */
  readonly sourceNumbers: ReadonlyMap<string, number>;
  readonly dates: DateSayer;
  /** Sources already read: a hundred claims may rest on the same one. */
  readonly sourceReadings: Map<string, SourceReading>;
  /** A term's label as it was published, else as the vocabulary has it now, else its code. */
  termLabel(vocabularyCode: string, code: string): string;
}

export function indexEdition(document: EditionDocument, locale: Locale): EditionIndex {
  const labels = new Map(
    document.terms.map((entry) => [`${entry.vocabulary}/${entry.code}`, entry.labels]),
  );
  const ordered = orderSources(document.sources);
  return {
    document,
    locale,
    claims: byUid(document.claims),
    passages: byUid(document.passages),
    sources: byUid(document.sources),
    entities: byUid(document.entities),
    sourceNumbers: new Map(ordered.map((source, index) => [source.uid, index + 1])),
    dates: new DateSayer(locale),
    sourceReadings: new Map(),
    termLabel: (vocabularyCode, code) => {
      const published = labels.get(`${vocabularyCode}/${code}`);
      if (isLabels(published)) return inLocale(published, locale);
      const known = vocabulary(vocabularyCode);
      const found = known === undefined ? undefined : term(known.code, code);
      return found === undefined ? code : inLocale(found.labels, locale);
    },
  };
}

/** Sources as a page lists them: seen ones first, then by day, then by title. */
export function orderSources(sources: readonly PublicSource[]): PublicSource[] {
  const key = (source: PublicSource) =>
    `${source.seen ? 0 : 1} ${source.published ?? '~'} ${source.title} ${source.uid}`;
  return sources.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The claim that stands first for a property of some entity or part. */
export function firstClaim(
  properties: readonly PublicProperty[],
  code: string,
  index: EditionIndex,
): PublicClaim | undefined {
  const uid = properties.find((entry) => entry.property === code)?.shown[0]?.claims[0];
  return uid === undefined ? undefined : index.claims.get(uid);
}

function isLabels(labels: Readonly<Record<string, string>> | undefined): labels is Labels {
  return labels !== undefined && ['en', 'fr', 'fa'].every((tag) => tag in labels);
}

function byUid<Thing extends { readonly uid: string }>(
  things: readonly Thing[],
): ReadonlyMap<string, Thing> {
  return new Map(things.map((thing) => [thing.uid, thing]));
}
