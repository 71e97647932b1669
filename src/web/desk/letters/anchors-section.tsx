import { Link } from 'react-router';
import type { LetterNote } from '#publish';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { NoteLines } from '../../public/letter-notes.tsx';

/** What of a version rests on the record, and the figures that rest on nothing. */
export function AnchorsSection({
  path,
  count,
  notes = [],
  bare,
  lang,
}: {
  /** Of the page on which it is changed. */
  readonly path: string;
  readonly count: number;
  /** The claims themselves, as readers find them now; none where the page shows them already. */
  readonly notes?: readonly LetterNote[];
  readonly bare: readonly string[];
  readonly lang: string;
}) {
  const t = useT('letters');
  return (
    <section className="record-section stack-tight">
      <h2>{t('anchors.title')}</h2>
      {bare.length > 0 && (
        <Notice tone="caution">
          <p>{t('anchors.bare', { n: bare.length })}</p>
          <ul>
            {bare.map((words) => (
              <li key={words} lang={lang} dir="auto">
                {words}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <p>{t('anchors.count', { n: count })}</p>
      {notes.length > 0 && (
        <ul className="plain-list spaced public anchored-notes">
          {notes.map(({ number, words, claims }) => (
            <li key={number}>
              <p className="anchored-words" lang={lang} dir="auto">
                {words}
              </p>
              <NoteLines claims={claims} />
            </li>
          ))}
        </ul>
      )}
      <p>
        <Link className="button" to={path}>
          {t('anchors.open')}
        </Link>
      </p>
    </section>
  );
}
