import { data } from 'react-router';
import { isLocale } from '#platform/languages';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { Route } from './+types/vouch-address.ts';
import { Head } from './invited-parts.tsx';
import './signing.css';

/** The same for every address, whether it is anybody's or not: who has it learns nothing by opening it. */
export function loader({ params }: Route.LoaderArgs) {
  if (!isLocale(params.locale)) notFound();
  return data(null, { headers: { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' } });
}

export function headers({ loaderHeaders }: Route.HeadersArgs) {
  return loaderHeaders;
}

/** Tells somebody who was asked to vouch for a person what to do with the address. */
export default function VouchAddress() {
  const t = useT('vouch');
  return (
    <article className="file letter">
      <title>{t('here')}</title>
      <meta name="robots" content="noindex" />
      <Head title={t('here')} lead={t('here.lead')} />
      <div className="prose">
        <ol>
          <li>{t('here.copy')}</li>
          <li>{t('here.own', { button: t('own.open') })}</li>
          <li>{t('here.paste', { field: t('theirs') })}</li>
        </ol>
      </div>
      <p className="section-note">{t('here.not')}</p>
    </article>
  );
}
