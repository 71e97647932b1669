import { boundsOf, parseEdtf } from '#platform/calendar';
import type { PublicCaptionPart, PublicEntity } from '#editions';
import { kind, type Labels } from '#record';
import type { EditionIndex } from './edition-index.ts';
import type { NameReading } from './reading.ts';

type Names = Readonly<Record<string, string>>;

const arabicScript = /\p{Script=Arabic}/u;

/** The name in the reader's language first, else without a language, else English, else any. */
export function readName(names: Names, locale: string): NameReading | undefined {
  const entries = Object.entries(names).filter(([, text]) => text !== '');
  const inLanguage = (tag: string) => entries.find(([key]) => key.split('-', 1)[0] === tag);
  const first =
    inLanguage(locale) ?? entries.find(([key]) => key === '') ?? inLanguage('en') ?? entries[0];
  if (first === undefined) return undefined;
  const [language, text] = first;
  const isArabic = arabicScript.test(text);
  const others = entries
    .filter(([, other]) => other !== text)
    .toSorted((a, b) => rank(a[1]) - rank(b[1]));
  function rank(other: string): number {
    return arabicScript.test(other) === isArabic ? 1 : 0;
  }
  const seen = new Set<string>();
  const distinct = others.filter(([, other]) => !seen.has(other) && seen.add(other));
  return {
    text,
    ...(language !== '' && { language }),
    others: distinct.map(([tag, other]) => ({ text: other, ...(tag !== '' && { language: tag }) })),
  };
}

// A caption may speak of something that is itself called by a caption; two steps are enough.
const deepest = 3;

/** What an entity of the document is called; by its kind where nothing names it. */
export function nameOf(uid: string, index: EditionIndex, depth = deepest): NameReading {
  const { document } = index;
  const own = uid === document.subject ? document : index.entities.get(uid);
  if (own === undefined) return { text: '', others: [] };
  return readName(own.names, index.locale) ?? captionName(own, index, depth);
}

function captionName(
  entity: Pick<PublicEntity, 'kind' | 'caption'>,
  index: EditionIndex,
  depth: number,
): NameReading {
  const words = entity.caption.map((part) => captionPart(part, index, depth));
  const text = words.filter((word) => word !== '').join(' – ');
  return { text: text === '' ? kindLabel(entity.kind, index) : text, others: [] };
}

function captionPart(part: PublicCaptionPart, index: EditionIndex, depth: number): string {
  switch (part.type) {
    case 'text':
      return readName(part.byLanguage, index.locale)?.text ?? '';
    case 'term':
      return index.termLabel(part.vocabulary, part.code);
    case 'date':
      return index.dates.sayShort(part.value);
    case 'entity':
      return depth === 0 ? '' : nameOf(part.entity, index, depth - 1).text;
  }
}

// A source and a letter are no entities of the vocabulary, and have pages all the same.
const pageLabels: Readonly<Record<string, Labels>> = {
  source: { en: 'Source', fr: 'Source', fa: 'منبع' },
  letter: { en: 'Letter', fr: 'Lettre', fa: 'نامه' },
};

export function kindLabel(code: string, { locale }: Pick<EditionIndex, 'locale'>): string {
  return (pageLabels[code] ?? kind(code)?.labels)?.[locale] ?? '';
}

/** First steps of public addresses, by kind. */
export const pathOfKind: Readonly<Record<string, string>> = {
  person: 'people',
  group: 'groups',
  work: 'works',
  place: 'places',
  event: 'events',
  intervention: 'interventions',
  source: 'sources',
  letter: 'letters',
};

/** Public address of a subject; undefined for kinds that have no page. */
export function addressOf(locale: string, kindCode: string, uid: string): string | undefined {
  const path = pathOfKind[kindCode];
  return path === undefined ? undefined : `/${locale}/${path}/${uid}`;
}

/** The last day a date can lie on, for putting things in order; '' when it is open. */
export function latestDay(value: string | undefined): string {
  const parsed = parseEdtf(value);
  return parsed.ok ? (boundsOf(parsed.edtf).latest ?? '') : '';
}

/** The first day a date can lie on; '' when it is open. */
export function earliestDay(value: string | undefined): string {
  const parsed = parseEdtf(value);
  return parsed.ok ? (boundsOf(parsed.edtf).earliest ?? '') : '';
}

/** The kind whose pages stand under a first step of an address: `people` → person. */
export function kindOfPath(path: string): string | undefined {
  return Object.keys(pathOfKind).find((code) => pathOfKind[code] === path);
}
