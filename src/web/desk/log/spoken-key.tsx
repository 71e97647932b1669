import { useT } from '../../messages/catalogs.ts';

/** A key in the form in which two people compare it by telephone. */
export function SpokenKey({ spoken }: { readonly spoken: string }) {
  const t = useT('log');
  return (
    <details className="small">
      <summary>{t('key.compare')}</summary>
      <p className="muted measure">{t('key.advice')}</p>
      <code className="code log-key" dir="ltr">
        {spoken}
      </code>
    </details>
  );
}
