import type { ChosenText } from '../reading/letter-texts.ts';
import type { LetterReading } from '../reading/reading.ts';

/** A text of a letter in its kit. */
export interface KitText extends ChosenText {
  /** What its files are called, without an end. */
  readonly name: string;
  /** The version that people sign, or a translation of it. */
  readonly isNewest: boolean;
}

/**
 * Every text of a letter that readers see: each version, the newest first, and after it its translations. Pure.
 */
export function kitTexts(letter: LetterReading): KitText[] {
  const [newest] = letter.versions;
  return letter.versions.flatMap((version) => {
    const isNewest = version === newest;
    const nameOf = (language: string) =>
      isNewest ? `letter.${language}` : `earlier/version-${version.text.number}.${language}`;
    const translations = version.translations.toSorted((one, other) =>
      one.text.language < other.text.language ? -1 : 1,
    );
    return [
      { version, isNewest, name: nameOf(version.text.language) },
      ...translations.map((translation) => ({
        ...{ version, translation, isNewest, name: nameOf(translation.text.language) },
      })),
    ];
  });
}
