import { formatNumber, isLocale, type Locale, type Translator } from '#platform/languages';
import type { LetterReading } from '../reading/reading.ts';
import { nameOfLanguage } from '../reading/values.ts';
import type { KitText } from './kit-texts.ts';

/** What stands round the words of a letter that leaves the house, in the language of the letter. */
export interface LetterLabels {
  readonly locale: Locale;
  readonly form: string;
  readonly to: string;
  readonly demands: string;
  readonly initiators: string;
  readonly publisher: string;
  readonly address: string;
  /** Which text it is, what it translates, by whom, and the fingerprints, a line each. */
  readonly facts: readonly string[];
  readonly number: (at: number) => string;
}

/** The language of the house in which a letter's labels are said; of a further language, English. */
export function labelLocale(language: string): Locale {
  const [base = ''] = language.split('-', 1);
  return isLocale(base) ? base : 'en';
}

/** @param about `day`: of publication of the edition, as it is said in this language. */
export function letterLabels(
  t: Translator,
  letter: Pick<LetterReading, 'form' | 'versions'>,
  text: KitText,
  about: {
    readonly locale: Locale;
    readonly publisher: string;
    readonly address: string;
    readonly day: string;
  },
): LetterLabels {
  const { locale, publisher, address, day } = about;
  const [newest] = letter.versions;
  const { version, translation, isNewest } = text;
  const { number } = version.text;
  return {
    ...{ locale, publisher, address },
    form: t(`letter.form.${letter.form}`),
    to: t('letter.to'),
    demands: t('letter.demands'),
    initiators: t(`letter.initiators.${letter.form}`),
    facts: [
      t('kit.version', { number, day, publisher: isolated(publisher) }),
      ...(isNewest ? [] : [t('kit.old', { newest: newest.text.number })]),
      ...(translation === undefined
        ? [`SHA-256 ${version.hash}`]
        : translationFacts(t, { ...text, translation }, locale)),
    ],
    number: (at) => formatNumber(at, locale),
  };
}

function translationFacts(
  t: Translator,
  { version, translation }: Required<KitText>,
  locale: Locale,
): string[] {
  const language = nameOfLanguage(version.text.language, locale);
  const { departure, hash } = translation;
  return [
    t('letter.translation.of', { number: version.text.number, language }),
    creditsOf(t, translation),
    ...(departure === undefined ? [] : [`${t('letter.translation.departure')} ${departure}`]),
    `${t('letter.translation.translates')} – SHA-256 ${version.hash}`,
    `${t('letter.translation.hash')} – ${hash}`,
  ];
}

/** Who made a translation and who reviewed it, as they wished to be called. */
export function creditsOf(
  t: Translator,
  { how, madeBy, reviewedBy }: Required<KitText>['translation'],
): string {
  return t(`letter.translation.${how}`, {
    madeBy: isolated(madeBy),
    reviewedBy: isolated(reviewedBy),
  });
}

// Names may run the other way than the words round them.
function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
