import type { Locale } from '#platform/languages';
import type { LetterReading, LetterTranslationReading, LetterVersionReading } from './reading.ts';

/** The text of a letter that a reader has before them. */
export interface ChosenText {
  /** The text that counts, or the version that the translation is of. */
  readonly version: LetterVersionReading;
  readonly translation?: LetterTranslationReading;
}

/**
 * The newest text of a letter in a language; translations of earlier versions are still theirs. Pure.
 *
 * @param language BCP 47, as the text has it.
 * @returns undefined where there is none.
 */
export function chooseText(letter: LetterReading, language: string): ChosenText | undefined {
  const [newest] = letter.versions;
  if (newest.text.language === language) return { version: newest };
  for (const version of letter.versions) {
    const translation = version.translations.find(({ text }) => text.language === language);
    if (translation !== undefined) return { version, translation };
  }
  return undefined;
}

/** What a reader of a page's language sees first: the letter as it stands, in their language if it is there. */
export function firstText(letter: LetterReading, locale: Locale): ChosenText {
  const [version] = letter.versions;
  if (isIn(version.text.language, locale)) return { version };
  const translation =
    version.translations.find(({ text }) => text.language === locale) ??
    version.translations.find(({ text }) => isIn(text.language, locale));
  return { version, ...(translation !== undefined && { translation }) };
}

function isIn(language: string, locale: Locale): boolean {
  return language.split('-', 1)[0] === locale;
}

/** The texts that a letter can be read in: the one that counts first, then the newest of each language. */
export function listTexts(letter: LetterReading): ChosenText[] {
  const [newest] = letter.versions;
  const languages = letter.versions.flatMap(({ translations }) =>
    translations.map(({ text }) => text.language),
  );
  const others = [...new Set(languages)].filter((language) => language !== newest.text.language);
  return [
    { version: newest },
    ...others
      .toSorted((one, other) => (one < other ? -1 : 1))
      .flatMap((language) => chooseText(letter, language) ?? []),
  ];
}
