import { useT } from '../../messages/catalogs.ts';

/** What the press takes along of a letter, and how it is put into another page. */
export function LetterSharing({ uid, code }: { readonly uid: string; readonly code: string }) {
  const t = useT('press');
  return (
    <section className="section letter-sharing" aria-labelledby="press">
      <h2 id="press">{t('kit.title')}</h2>
      <p className="section-note">{t('kit.means')}</p>
      <p>
        <a href={`/letters/${uid}/press-kit.zip`}>{t('kit.take')}</a>
      </p>
      <details>
        <summary>{t('embed.title')}</summary>
        <p className="section-note">{t('embed.means')}</p>
        <p>
          <code className="code embed-code" dir="ltr">
            {code}
          </code>
        </p>
        <p className="section-note">
          {t('embed.count')} <a href={`/letters/${uid}/count.json`}>count.json</a>
        </p>
      </details>
    </section>
  );
}
