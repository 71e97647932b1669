import { useSyncExternalStore } from 'react';
import { Notice } from '../components/index.ts';
import { useT } from '../messages/catalogs.ts';

const never = () => () => undefined;

/** New recovery codes, to be printed or written down; they are shown this once. */
export function RecoveryCodeList({ codes }: { readonly codes: readonly string[] }) {
  const t = useT('account');
  const canPrint = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <>
      <title>{t('codes.new')}</title>
      <h1>{t('codes.new')}</h1>
      <Notice tone="caution" live>
        <p>{t('codes.once')}</p>
      </Notice>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code dir="ltr">{code}</code>
          </li>
        ))}
      </ol>
      <p className="small muted">{t('codes.use')}</p>
      <p className="row">
        <a className="button button-primary" href="/account">
          {t('codes.kept')}
        </a>
        {canPrint && (
          <button type="button" className="button" onClick={() => print()}>
            {t('codes.print')}
          </button>
        )}
      </p>
    </>
  );
}
