import { Link } from 'react-router';
import type { LetterNaming } from '#letters';
import { Notice, Tag } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { languageName } from '../language-name.ts';

/** Texts of letters outside their editions that hold the name: their writers alone can mend them. */
export function LettersLeft({ letters }: { readonly letters: readonly LetterNaming[] }) {
  const t = useT('upkeep');
  return (
    <Notice tone="caution">
      <p>{t('erasure.letters', { n: letters.length })}</p>
      {letters.length > 0 && (
        <ul className="plain-list">
          {letters.map((one) => (
            <li
              key={`${one.kind} ${addressOf(one)} ${one.language} ${one.parts.map(({ text }) => text).join('')}`}
              className="trace"
            >
              <LetterLeft found={one} />
            </li>
          ))}
        </ul>
      )}
      <p className="small">{t('erasure.letters.mend')}</p>
    </Notice>
  );
}

function LetterLeft({ found }: { readonly found: LetterNaming }) {
  const t = useT('upkeep');
  const locale = useLocale();
  const { kind, name, language, state, whole, parts } = found;
  const key = `erasure.letters.${state}`;
  return (
    <>
      <blockquote className="trace-text" dir="auto">
        {parts.map(({ text, hit }) => (hit ? <mark key={`hit ${text}`}>{text}</mark> : text))}
      </blockquote>
      <p className="small">
        <Tag>{t(`erasure.letters.${kind}`)}</Tag> {!whole && <Tag>{t('traces.part')}</Tag>}{' '}
        <Link to={addressOf(found)}>
          <bdi>{name}</bdi>
        </Link>
        {language !== '' && ` · ${languageName(language, locale)}`}
        {t.has(key) && ` · ${t(key)}`}
      </p>
    </>
  );
}

/** Where it is written, or decided on. */
function addressOf({ kind, letter, version, translation, language }: LetterNaming): string {
  const address = `/desk/letters/${letter}`;
  switch (kind) {
    case 'draft':
      return `${address}/write`;
    case 'translation-draft':
      return `${address}/versions/${version}/translate/${language}`;
    case 'version':
      return `${address}/versions/${version}`;
    case 'translation':
      return `${address}/translations/${translation}`;
    case 'name':
      return address;
    case 'signing':
      return `${address}/signing`;
    case 'delivery':
      return `${address}/deliveries`;
    case 'update':
      return `${address}/updates`;
    case 'quote':
      return `${address}/quotes`;
  }
}
