import type { ChosenText, LetterReading } from '#publish';
import { TextLanguage } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/**
 * The texts that a letter can be read in. Nothing of a letter in one language.
 *
 * @param address of the letter's page.
 */
export function TextSwitch({
  address,
  chosen,
  texts,
  letter,
}: {
  readonly address: string;
  readonly chosen: ChosenText;
  readonly texts: readonly ChosenText[];
  readonly letter: LetterReading;
}) {
  const t = useT('public');
  if (texts.length < 2) return null;
  const current = textOf(chosen).text.language;
  return (
    <nav className="letter-texts" aria-label={t('letter.texts')}>
      <p className="letter-label">{t('letter.texts')}</p>
      <ul className="plain-list">
        {texts.map((one) => {
          const { text, languageName } = textOf(one);
          const isOld = one.version !== letter.versions[0];
          return (
            <li key={text.language}>
              <a
                href={`${address}/text/${text.language}`}
                hrefLang={text.language}
                aria-current={text.language === current ? 'true' : undefined}
              >
                <TextLanguage tag={text.language} name={languageName} />
              </a>
              {isOld && (
                <span className="muted">
                  {' '}
                  ({t('letter.version', { number: one.version.text.number })})
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function textOf({ version, translation }: ChosenText) {
  return translation ?? version;
}
