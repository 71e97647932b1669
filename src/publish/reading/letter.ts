import {
  compareTexts,
  LetterFault,
  readLetterText,
  wordsAt,
  type LetterText,
} from '@countersign/letter';
import type { EditionDocument, PublicLetterVersion } from '#editions';
import { textDirection, type Locale } from '#platform/languages';
import { readDeliveries, solidarityIds } from './deliveries.ts';
import type { AnchorReading, LetterReading, LetterVersionReading } from './reading.ts';
import { callsOf, readTranslations } from './letter-translations.ts';
import { nameOfLanguage } from './values.ts';

/**
 * The words of a letter, for one reader. Pure.
 *
 * @returns undefined for every other kind, and for a stranger's document whose texts are none.
 */
export function readLetter(document: EditionDocument, locale: Locale): LetterReading | undefined {
  if (document.letter === undefined) return undefined;
  const { form, versions } = document.letter;
  if (!forms.has(form)) return undefined;
  let before: LetterText | undefined;
  const read: LetterVersionReading[] = [];
  for (const version of versions) {
    const text = textOf(version);
    if (text === undefined) return undefined;
    read.unshift(readVersion(version, text, before, locale));
    before = text;
  }
  const [latest, ...earlier] = read;
  if (latest === undefined) return undefined;
  return {
    ...{ form, versions: [latest, ...earlier] },
    deliveries: readDeliveries(document.letter.deliveries),
    solidarity: solidarityIds.safeParse(document.letter.solidarity).data ?? [],
  };
}

const forms: ReadonlySet<string> = new Set(['collective', 'testimony']);
const changes: ReadonlySet<string> = new Set(['first', 'typo', 'factual', 'demand']);

// Hostile: the document may be of anybody's dossier.
function textOf({ text, change }: PublicLetterVersion): LetterText | undefined {
  if (!changes.has(change)) return undefined;
  try {
    return readLetterText(text);
  } catch (error) {
    if (error instanceof LetterFault) return undefined;
    throw error;
  }
}

function readVersion(
  { hash, change, note, anchors = [], translations }: PublicLetterVersion,
  text: LetterText,
  before: LetterText | undefined,
  locale: Locale,
): LetterVersionReading {
  const read = anchors.flatMap(({ claims, ...stretch }): AnchorReading[] => {
    const words = wordsAt(text, stretch);
    return words === '' ? [] : [{ ...stretch, words, claims }];
  });
  return {
    ...{ text, hash, change },
    languageName: nameOfLanguage(text.language, locale),
    direction: textDirection(text.language),
    ...(note !== undefined && { note }),
    compared: before === undefined ? [] : compareTexts(before, text),
    anchors: read,
    calls: callsOf(read),
    translations: readTranslations(translations, { text, hash }, read, locale),
  };
}
