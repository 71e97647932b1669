import { isRouteErrorResponse, useRouteError } from 'react-router';
import { useLocale } from '../page-environment.tsx';
import { useT } from '../messages/catalogs.ts';

/**
 * What stands in place of a page that cannot be shown. A page that is missing and one that this
 * reader may not see are told in the same words.
 */
export function PageError() {
  const t = useT('common');
  const locale = useLocale();
  const error = useRouteError();
  const missing = isRouteErrorResponse(error) && error.status < 500;
  const title = missing ? t('error.404') : t('error.500');
  return (
    <>
      <title>{title}</title>
      <h1>{title}</h1>
      <p>{missing ? t('error.404.advice') : t('error.500.advice')}</p>
      <p>
        <a href={`/${locale}`}>{t('error.home')}</a>
      </p>
    </>
  );
}
