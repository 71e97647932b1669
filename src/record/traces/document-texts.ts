import { letterWords, readLetterText } from '@countersign/letter';
import type { EditionDocument, PublicCaptionPart, PublicProperty } from '#editions';

/** Where in a document words stand that people wrote freely. */
export type TextPlace =
  | 'quote'
  | 'translation'
  | 'value'
  | 'original'
  | 'reason'
  | 'attribution'
  | 'resolution'
  | 'source'
  | 'name'
  | 'correction'
  | 'letter';

/** Words of a document, and what would have to go for them to go. */
export interface DocumentText {
  readonly place: TextPlace;
  /** The claim, passage, source or entity they belong to, by uid. */
  readonly thing: string;
  /** Claims without which the document would not hold them; none where no claim decides it. */
  readonly claims: readonly string[];
  readonly text: string;
}

/**
 * Every text of a document in which somebody may be named who is not linked to it: quotes and their
 * translations, values, reasons, descriptions of sources, what others are called, letters. Pure.
 *
 * @param correction what readers are told of the edition, where it corrects one.
 */
export function documentTexts(document: EditionDocument, correction = ''): DocumentText[] {
  return [
    ...claimTexts(document),
    ...passageTexts(document),
    ...document.sources.map((source) => ({
      place: 'source' as const,
      thing: source.uid,
      claims: [],
      // An address often spells the name too.
      text: [source.title, ...source.authors, source.publisher ?? '', source.address ?? '']
        .filter((part) => part !== '')
        .join(' · '),
    })),
    ...document.entities
      .filter(({ uid }) => uid !== document.subject)
      .map(({ uid, names, caption }) => ({
        ...{ place: 'name' as const, thing: uid, claims: [] },
        text: [...new Set([...Object.values(names), ...caption.flatMap(wordsOf)])].join(' · '),
      })),
    ...propertiesOf(document).map(([thing, { reason }]) => ({
      ...{ place: 'resolution' as const, thing, claims: [], text: reason },
    })),
    { place: 'correction' as const, thing: document.subject, claims: [], text: correction },
    ...letterTexts(document),
  ].filter(({ text }) => text !== '');
}

function wordsOf(part: PublicCaptionPart): string[] {
  return part.type === 'text' ? Object.values(part.byLanguage) : [];
}

function claimTexts({ claims }: EditionDocument): DocumentText[] {
  return claims.flatMap((claim): DocumentText[] => {
    const one = (place: TextPlace, text = '') => ({
      ...{ place, thing: claim.uid, claims: [claim.uid], text },
    });
    const labels = claim.chain.map(({ label = '' }) => label).filter((label) => label !== '');
    return [
      // What points to an entity has its uid for a value.
      ...(claim.entity === undefined ? [one('value', claim.value)] : []),
      one('original', claim.original),
      one('reason', claim.reason),
      one('attribution', labels.join(' · ')),
    ];
  });
}

function passageTexts({ passages, claims }: EditionDocument): DocumentText[] {
  const byPassage = Map.groupBy(claims, ({ passage }) => passage ?? '');
  return passages.flatMap(({ uid, quote = '', translations }): DocumentText[] => {
    const resting = (byPassage.get(uid) ?? []).map((claim) => claim.uid);
    return [
      { place: 'quote', thing: uid, claims: resting, text: quote },
      ...translations.map(({ text, translator = '' }) => ({
        ...{ place: 'translation' as const, thing: uid, claims: resting },
        text: translator === '' ? text : `${text} · ${translator}`,
      })),
    ];
  });
}

// The note on a change may name somebody whom the change took out of the text.
function letterTexts({ subject, letter }: EditionDocument): DocumentText[] {
  const words = (letter?.versions ?? []).flatMap(({ text, note = '', translations = [] }) => [
    ...letterWords(readLetterText(text)),
    note,
    ...translations.flatMap(({ text: own, madeBy, reviewedBy, departure = '' }) => [
      ...letterWords(readLetterText(own)),
      ...[madeBy, reviewedBy, departure],
    ]),
  ]);
  return words.map((text) => ({ place: 'letter', thing: subject, claims: [], text }));
}

function propertiesOf(document: EditionDocument): (readonly [string, PublicProperty])[] {
  const all = [{ uid: document.subject, properties: document.properties }, ...document.parts];
  return all.flatMap(({ uid, properties }) => properties.map((one) => [uid, one] as const));
}
