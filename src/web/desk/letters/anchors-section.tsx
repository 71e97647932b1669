import { Link } from 'react-router';
import { Notice } from '../../components/index.ts';
import { useT } from '../../messages/catalogs.ts';

/** What of a version rests on the record, and the figures that rest on nothing. */
export function AnchorsSection({
  path,
  count,
  bare,
  lang,
}: {
  /** Of the page on which it is changed. */
  readonly path: string;
  readonly count: number;
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
      <p>
        <Link className="button" to={path}>
          {t('anchors.open')}
        </Link>
      </p>
    </section>
  );
}
