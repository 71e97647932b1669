import type { PublicClaim, PublicLink, PublicPassage, PublicSource } from '#editions';
import { direction, standsIn, isLocale } from '#platform/languages';
import type { EditionIndex } from './edition-index.ts';
import { addressOf, nameOf } from './names.ts';
import { readPlace } from './place.ts';
import { nameOfLanguage } from './values.ts';
import type { ClaimReading, LinkReading, SourceReading, TranslationReading } from './reading.ts';

/** Everything behind a claim: the words, the chain of who says so, the source, how it is known. */
export function readClaim(claim: PublicClaim, index: EditionIndex): ClaimReading {
  const passage = claim.passage === undefined ? undefined : index.passages.get(claim.passage);
  const seen = passage && readPlace(passage);
  const source = sourceReading(claim.source ?? passage?.source, index);
  const isJudged = claim.certainty !== 'unknown' && claim.certainty !== '';
  return {
    uid: claim.uid,
    ...(passage?.quote !== undefined && { quote: quoteOf(passage, passage.quote, source) }),
    translations: (passage?.translations ?? []).map((translation): TranslationReading => ({
      text: translation.text,
      language: translation.language,
      languageName: nameOfLanguage(translation.language, index.locale),
      ...(translation.translator !== undefined && { translator: translation.translator }),
      machine: translation.machine,
      reviewed: translation.reviewed,
    })),
    ...(seen !== undefined && { seen }),
    chain: claim.chain.map((link) => readLink(link, index)),
    ...(source !== undefined && { source }),
    basis: index.termLabel('claim-bases', claim.basis),
    ...(isJudged && { certainty: index.termLabel('certainties', claim.certainty) }),
    ...(claim.valid !== undefined && { valid: index.dates.say(claim.valid) }),
    ...(claim.reason !== undefined && claim.reason !== '' && { reason: claim.reason }),
    ...(claim.original !== undefined &&
      standsIn(claim.original, passage?.quote) && { original: claim.original }),
  };
}

function quoteOf(
  passage: PublicPassage,
  text: string,
  source: SourceReading | undefined,
): NonNullable<ClaimReading['quote']> {
  const language = passage.language ?? source?.language;
  const base = language?.split('-', 1)[0];
  return {
    text,
    ...(language !== undefined && { language }),
    direction: isLocale(base) ? direction(base) : 'auto',
  };
}

function readLink(link: PublicLink, index: EditionIndex): LinkReading {
  if (link.entity !== undefined) {
    const entity = index.entities.get(link.entity);
    const address =
      entity?.page === true ? addressOf(index.locale, entity.kind, link.entity) : undefined;
    return {
      name: nameOf(link.entity, index),
      ...(address !== undefined && { address }),
      seen: link.seen,
    };
  }
  const source = sourceReading(link.source, index);
  if (source !== undefined) return { source, seen: link.seen && source.seen };
  if (link.label === undefined) return { seen: link.seen };
  return { name: { text: link.label, others: [] }, seen: link.seen };
}

function sourceReading(uid: string | undefined, index: EditionIndex): SourceReading | undefined {
  const source = uid === undefined ? undefined : index.sources.get(uid);
  return source === undefined ? undefined : readSource(source, index);
}

/** A source as a page describes it. */
export function readSource(source: PublicSource, index: EditionIndex): SourceReading {
  const known = index.sourceReadings.get(source.uid);
  if (known !== undefined) return known;
  const reading: SourceReading = {
    uid: source.uid,
    number: index.sourceNumbers.get(source.uid) ?? 0,
    address: addressOf(index.locale, 'source', source.uid) ?? '',
    title: source.title,
    ...(source.language !== undefined && {
      language: source.language,
      languageName: nameOfLanguage(source.language, index.locale),
    }),
    authors: source.authors,
    ...(source.publisher !== undefined && { publisher: source.publisher }),
    ...(source.published !== undefined && { published: index.dates.sayShort(source.published) }),
    material: index.termLabel('material-types', source.material),
    ...(source.address !== undefined && { webAddress: source.address }),
    seen: source.seen,
    through: source.through,
    copies: source.copies.map(({ sha256, mediaType, grade, method, obtained }) => ({
      sha256,
      mediaType,
      grade,
      method,
      obtained: index.dates.sayShort(obtained),
    })),
  };
  index.sourceReadings.set(source.uid, reading);
  return reading;
}
