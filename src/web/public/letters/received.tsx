import { data } from 'react-router';
import { asUid } from '#platform/database';
import { isLocale } from '#platform/languages';
import { pageContext } from '#web/context';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import { useLocale } from '../../page-environment.tsx';
import { PageHead } from '../page-head.tsx';
import type { Route } from './+types/received.ts';
import './signing.css';

/** Asks no database: it is away. So the page is the same for every letter, and says nothing of whether it is there. */
export function loader({ params, context }: Route.LoaderArgs) {
  const uid = asUid(params.uid);
  if (!isLocale(params.locale) || uid === null) notFound();
  const site = context.get(pageContext).instance;
  // Anybody can make addresses of it: none is kept.
  return data({ site, uid }, { headers: { 'Cache-Control': 'no-store' } });
}

export function headers({ loaderHeaders }: Route.HeadersArgs) {
  return loaderHeaders;
}

/** What everybody reads whose form waits for the database. */
export default function Received({ loaderData }: Route.ComponentProps) {
  const t = useT('sign');
  const locale = useLocale();
  const { site, uid } = loaderData;
  return (
    <article className="file letter">
      <PageHead
        title={t('received.title')}
        siteName={site.name}
        description={t('received.lead')}
        publicUrl={site.publicUrl}
        path={`/letters/${uid}/received`}
      />
      <header className="file-head">
        <h1>{t('received.title')}</h1>
        <p className="lead">{t('received.lead')}</p>
      </header>
      <ul className="plain-list stack">
        <li>{t('received.mail')}</li>
        <li>{t('received.again')}</li>
        <li>{t('received.refused')}</li>
      </ul>
      <p>
        <a href={`/${locale}/letters/${uid}`}>{t('sign.toLetter')}</a>
      </p>
    </article>
  );
}
