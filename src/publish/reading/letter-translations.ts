import { z } from 'zod';
import { blockWords, LetterFault, readLetterText, type LetterText } from '@countersign/letter';
import { textDirection, type Locale } from '#platform/languages';
import type { AnchorReading, LetterTranslationReading, NoteCallReading } from './reading.ts';
import { nameOfLanguage } from './values.ts';

const translation = z.object({
  text: z.unknown(),
  hash: z.string(),
  how: z.enum(['human', 'machine']),
  madeBy: z.string(),
  reviewedBy: z.string(),
  departure: z.string().optional(),
});

/**
 * Translations of a version, as readers see them. Hostile: the document may be of anybody's dossier; what
 * is no translation of this very version is left out. Pure.
 */
export function readTranslations(
  value: unknown,
  version: { readonly text: LetterText; readonly hash: string },
  anchors: readonly AnchorReading[],
  locale: Locale,
): LetterTranslationReading[] {
  const all = z.array(z.unknown()).safeParse(value).data ?? [];
  return all.flatMap((one): LetterTranslationReading[] => {
    const { success, data } = translation.safeParse(one);
    const text = success ? textOf(data.text) : undefined;
    if (!success || text?.translates !== version.hash) return [];
    const { hash, how, madeBy, reviewedBy, departure } = data;
    return [
      {
        ...{ text, hash, how, madeBy, reviewedBy },
        languageName: nameOfLanguage(text.language, locale),
        direction: textDirection(text.language),
        ...(departure !== undefined && { departure }),
        calls: callsIn(text, version.text, anchors),
      },
    ];
  });
}

function textOf(value: unknown): LetterText | undefined {
  try {
    return readLetterText(value);
  } catch (error) {
    if (error instanceof LetterFault) return undefined;
    throw error;
  }
}

/** Where the notes of a text are called in it: after the stretches that rest on them. */
export function callsOf(anchors: readonly AnchorReading[]): NoteCallReading[] {
  return anchors.map(({ block, end }, at) => ({ block, end, number: at + 1 }));
}

/**
 * Where they are called in a translation. A stretch has no place there, so its note is called at the end
 * of the block, or of the item of a list; nowhere where the translation has other blocks.
 */
function callsIn(
  translated: LetterText,
  source: LetterText,
  anchors: readonly AnchorReading[],
): NoteCallReading[] {
  if (translated.blocks.length !== source.blocks.length) return [];
  return callsOf(anchors).flatMap(({ block, end, number }): NoteCallReading[] => {
    const [from, to] = [source.blocks[block], translated.blocks[block]];
    if (from === undefined || to === undefined) return [];
    const lines = blockWords(to).split('\n');
    const line = Array.from(blockWords(from))
      .slice(0, end)
      .filter((sign) => sign === '\n').length;
    const hasLine = line < lines.length && lines.length === blockWords(from).split('\n').length;
    const until = lines.slice(0, hasLine ? line + 1 : lines.length).join('\n');
    return [{ block, end: Array.from(until).length, number }];
  });
}
