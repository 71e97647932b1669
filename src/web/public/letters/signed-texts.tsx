import type { ReactNode } from 'react';
import type {
  ChosenText,
  LetterReading,
  LetterTranslationReading,
  LetterVersionReading,
} from '#publish';
import { Notice, TextLanguage } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { LetterText } from '../letter-page.tsx';
import { Credits } from './translation-facts.tsx';

/** What is shown: without the notes, and before it is public. */
export interface TextsToSign {
  readonly version: Pick<LetterVersionReading, 'text' | 'direction' | 'languageName'>;
  readonly translation?: Omit<LetterTranslationReading, 'calls'> | undefined;
}

/**
 * What somebody reads before they sign: the text that is signed, and before it the translation they read, if
 * they read one. Both are recorded as shown, so both are there, unfolded.
 *
 * @param choice of another text.
 */
export function SignedTexts({
  form,
  chosen: { version, translation },
  choice,
}: {
  readonly form: LetterReading['form'];
  readonly chosen: TextsToSign;
  readonly choice: ReactNode;
}) {
  const t = useT('sign');
  const shown = translation ?? version;
  return (
    <>
      {choice}
      {translation !== undefined && (
        <Notice tone="info">
          <p>
            {t('translation.of', { language: version.languageName })}{' '}
            <a href="#signed-text">{t('translation.toSigned')}</a>
          </p>
          <p>
            <Credits translation={translation} />
          </p>
        </Notice>
      )}
      <LetterText form={form} version={shown} />
      {translation !== undefined && (
        <section className="section" aria-labelledby="signed-text">
          <h2 id="signed-text">{t('translation.signed', { language: version.languageName })}</h2>
          <p className="letter-signed-title" lang={version.text.language} dir={version.direction}>
            {version.text.title}
          </p>
          <LetterText form={form} version={version} />
        </section>
      )}
    </>
  );
}

/** Leads to the form under another text; nothing where there is one alone. */
export function TextChoice({
  uid,
  texts,
  current,
}: {
  readonly uid: string;
  readonly texts: readonly ChosenText[];
  readonly current: string;
}) {
  const t = useT('sign');
  const locale = useLocale();
  if (texts.length < 2) return null;
  return (
    <nav className="letter-texts" aria-label={t('translation.choose')}>
      <p className="letter-label">{t('translation.choose')}</p>
      <ul className="plain-list">
        {texts.map(({ version, translation = version }) => (
          <li key={translation.text.language}>
            <a
              href={`/${locale}/letters/${uid}/sign/${translation.text.language}`}
              hrefLang={translation.text.language}
              aria-current={translation.text.language === current ? 'true' : undefined}
            >
              <TextLanguage tag={translation.text.language} name={translation.languageName} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
