import type { LetterText } from '@countersign/letter';
import type { OpenedInvitation } from '#letters';
import { textDirection, type Locale } from '#platform/languages';
import { publicSubject } from '#publish';
import type { House } from '#web/context';
import { languageName } from '../../desk/language-name.ts';
import type { TextsToSign } from './signed-texts.tsx';

/** What somebody reads who signs before a letter is public, too. */
export interface InvitedTexts {
  /** The text that is signed, and the translation that is read with it. */
  readonly chosen: TextsToSign;
  /** Languages that it can be read in, the one that is signed first. */
  readonly languages: readonly { readonly language: string; readonly name: string }[];
  /** Readers see the letter already. */
  readonly isPublic: boolean;
}

type Opened = Pick<OpenedInvitation, 'letter' | 'text' | 'translations'>;

/** @param wanted the language to read it in; unless it is given, the page's, where there is a translation. */
export async function readInvitedTexts(
  { house, locale }: { readonly house: House; readonly locale: Locale },
  opened: Opened,
  wanted: string | undefined,
): Promise<InvitedTexts> {
  const subject = await publicSubject(house.readerDb, opened.letter);
  const { text, translations } = opened;
  const read = (one: LetterText) => ({
    text: one,
    direction: textDirection(one.language),
    languageName: languageName(one.language, locale),
  });
  const translation = readTranslation(opened, locale, wanted);
  const texts = [text, ...translations.map((one) => one.text)];
  return {
    isPublic: subject?.state === 'current',
    chosen: {
      version: read(text),
      ...(translation !== undefined && {
        translation: { ...translation, ...read(translation.text) },
      }),
    },
    languages: texts.map(({ language }) => ({ language, name: languageName(language, locale) })),
  };
}

/** The translation that is asked for; unless one is, that into the page's language. */
function readTranslation({ text, translations }: Opened, locale: Locale, wanted?: string) {
  if (wanted === undefined && text.language.split('-', 1)[0] === locale) return undefined;
  return translations.find((one) => one.text.language === (wanted ?? locale));
}
