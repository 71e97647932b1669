import { Link } from 'react-router';
import { useT } from '../../messages/catalogs.ts';

/** What readers see of the letter, and the next step with it. */
export function PublicationSection({
  letter,
}: {
  readonly letter: {
    readonly uid: string;
    readonly version: number;
    readonly publicVersion: number;
    readonly takenBack: boolean;
    /** Other translations are approved than readers see. */
    readonly translationsAreNew: boolean;
    readonly publicAddress: string | undefined;
  };
}) {
  const t = useT('letters');
  const translate = useT('translate');
  const { uid, version, publicVersion, takenBack, publicAddress, translationsAreNew } = letter;
  return (
    <section className="record-section stack-tight">
      <h2>{t('public.title')}</h2>
      <p>
        {takenBack
          ? t('public.takenBack')
          : publicVersion === 0
            ? t(version === 0 ? 'public.notYet' : 'public.ready', { number: version })
            : t(publicVersion < version ? 'public.older' : 'public.current', {
                number: publicVersion,
                newest: version,
              })}
      </p>
      <div className="row">
        {version > publicVersion && (
          <Link className="button button-primary" to={`/desk/letters/${uid}/publish`}>
            {t(publicVersion === 0 ? 'public.publish' : 'public.publishNext', { number: version })}
          </Link>
        )}
        {version === publicVersion && translationsAreNew && (
          <Link className="button button-primary" to={`/desk/letters/${uid}/publish`}>
            {translate('waits.publish')}
          </Link>
        )}
        {publicAddress !== undefined && (
          <a className="button" href={publicAddress}>
            {t('public.see')}
          </a>
        )}
        {publicVersion > 0 && (
          <Link className="button button-quiet" to={`/desk/letters/${uid}/remove`}>
            {t('public.remove')}
          </Link>
        )}
      </div>
    </section>
  );
}
