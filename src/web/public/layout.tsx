import type { PageHandle } from '../page-handle.ts';
import { Outlet } from 'react-router';
import { isLocale } from '#platform/languages';
import { pageContext } from '#web/context';
import { LanguageSwitch, SkipLink, contentId } from '../components/index.ts';
import { useT } from '../messages/catalogs.ts';
import { notFound } from '../not-found.ts';
import { useLocale } from '../page-environment.tsx';
import type { Route } from './+types/layout.ts';
import './public.css';

export const handle: PageHandle = { systemFonts: true };

export function loader({ params, context }: Route.LoaderArgs) {
  if (!isLocale(params.locale)) notFound();
  const { name, demonstration, publicUrl } = context.get(pageContext).instance;
  return { name, demonstration, address: new URL(publicUrl).host };
}

const places = ['people', 'events', 'works', 'letters', 'sources'] as const;

/** Masthead and foot of every public page; no script runs in it. */
export default function PublicLayout({ loaderData }: Route.ComponentProps) {
  const t = useT('public');
  const log = useT('log');
  const locale = useLocale();
  const { name, demonstration, address } = loaderData;
  return (
    <div className="public">
      <link
        rel="alternate"
        type="application/atom+xml"
        href={`/feed/${locale}.atom`}
        title={t('feed.title', { name })}
      />
      <link rel="sitemap" type="application/xml" href="/sitemap.xml" />
      <SkipLink />
      {demonstration && <p className="banner">{t('demonstration')}</p>}
      <header className="masthead row row-apart">
        <a className="masthead-name" href={`/${locale}`}>
          <bdi>{name}</bdi>
        </a>
        <nav className="masthead-nav" aria-label={t('nav.label')}>
          {places.map((place) => (
            <a key={place} href={`/${locale}/${place}`}>
              {t(`kinds.${place}`)}
            </a>
          ))}
        </nav>
        <LanguageSwitch by="address" />
      </header>
      <main id={contentId} className="public-main" tabIndex={-1}>
        <div className="print-head">
          <bdi>{name}</bdi>
          <bdi>{address}</bdi>
        </div>
        <Outlet />
      </main>
      <footer className="public-footer row row-apart">
        <p>{t('footer.about')}</p>
        <nav aria-label={t('footer.label')} className="row">
          <a href={`/${locale}/method`}>{t('footer.method')}</a>
          <a href={`/feed/${locale}.atom`}>{t('footer.feed')}</a>
          <a href={`/${locale}/log`}>{log('public.title')}</a>
        </nav>
      </footer>
    </div>
  );
}
