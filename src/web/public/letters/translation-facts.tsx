import type { ChosenText, LetterReading, LetterTranslationReading } from '#publish';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';

/**
 * Says before a translation what it is, and before a text that it was translated when it was another. Nothing
 * before other texts.
 *
 * @param address of the letter's page; absent where nothing leads on.
 */
export function TranslationLead({
  letter,
  chosen,
  address,
}: {
  readonly letter: LetterReading;
  readonly chosen: ChosenText;
  readonly address: string | undefined;
}) {
  const t = useT('public');
  const { version, translation } = chosen;
  const [newest] = letter.versions;
  if (translation === undefined) return <EarlierTranslation {...{ letter, chosen, address }} />;
  const { number } = version.text;
  return (
    <Notice tone={version === newest ? 'info' : 'caution'}>
      <p>
        {t('letter.translation.of', { number, language: version.languageName })}{' '}
        {address !== undefined && (
          <a href={`${address}/text/${newest.text.language}`} hrefLang={newest.text.language}>
            {t('letter.translation.toSigned')}
          </a>
        )}
      </p>
      {version !== newest && (
        <p>{t('letter.translation.old', { number, newest: newest.text.number })}</p>
      )}
      <p>
        <Credits translation={translation} />
      </p>
    </Notice>
  );
}

function EarlierTranslation({
  letter,
  chosen,
  address,
}: {
  readonly letter: LetterReading;
  readonly chosen: ChosenText;
  readonly address: string | undefined;
}) {
  const t = useT('public');
  const locale = useLocale();
  if (chosen.version.text.language === locale) return null;
  const [newest, ...earlier] = letter.versions;
  const isOwn = ({ text }: LetterTranslationReading) => text.language === locale;
  const found = earlier.flatMap(({ translations }) => translations).find(isOwn);
  if (found === undefined || newest.translations.some(isOwn)) return null;
  return (
    <p className="section-note">
      {t('letter.translation.earlier', {
        ...{ number: found.text.number, language: found.languageName },
      })}{' '}
      {address !== undefined && (
        <a href={`${address}/text/${locale}`}>{t('letter.translation.toEarlier')}</a>
      )}
    </p>
  );
}

/** Who made a translation and who reviewed it, as they wished to be called. */
export function Credits({
  translation,
}: {
  readonly translation: Pick<LetterTranslationReading, 'how' | 'madeBy' | 'reviewedBy'>;
}) {
  const t = useT('public');
  const { how, madeBy, reviewedBy } = translation;
  return t(`letter.translation.${how}`, {
    madeBy: `\u2068${madeBy}\u2069`,
    reviewedBy: `\u2068${reviewedBy}\u2069`,
  });
}

export function TranslationFacts({
  translation,
}: {
  readonly translation: LetterTranslationReading;
}) {
  const t = useT('public');
  const { text, hash, languageName, departure } = translation;
  const id = `translation-${text.language}`;
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>{t('letter.translation.title', { language: languageName })}</h2>
      <p>
        <Credits translation={translation} />
      </p>
      {departure !== undefined && (
        <p>
          {t('letter.translation.departure')} <bdi>{departure}</bdi>
        </p>
      )}
      <dl className="facts">
        <dt>{t('letter.translation.translates')}</dt>
        <dd>
          <bdi className="code">{text.translates}</bdi>
        </dd>
        <dt>{t('letter.translation.hash')}</dt>
        <dd>
          <bdi className="code">{hash}</bdi>
        </dd>
      </dl>
      <p className="section-note">{t('letter.translation.note')}</p>
    </section>
  );
}
