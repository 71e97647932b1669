import { addressOf, latestChanges, readListed, writeFeed, type PublicChange } from '#publish';
import { isLocale, type Locale } from '#platform/languages';
import { houseContext, pageContext } from '#web/context';
import { translatorOf } from '../messages/catalogs.ts';
import { notFound } from '../not-found.ts';
import type { Route } from './+types/feed.ts';

/** What was published, corrected and taken back, as an Atom feed in one language. */
export async function loader({ params, context }: Route.LoaderArgs): Promise<Response> {
  const locale = params.file.replace(/\.atom$/, '');
  if (!params.file.endsWith('.atom') || !isLocale(locale)) notFound();
  const { name, publicUrl } = context.get(pageContext).instance;
  const t = translatorOf(locale, 'public');
  const changes = await latestChanges(context.get(houseContext).readerDb);
  const absolute = (path: string) => new URL(path, publicUrl).href;
  const feed = writeFeed({
    locale,
    title: t('feed.title', { name }),
    publisher: name,
    self: absolute(`/feed/${locale}.atom`),
    home: absolute(`/${locale}`),
    entries: changes.map((change) => ({
      id: `urn:uuid:${change.edition ?? change.subject}`,
      title: titleOf(change, locale),
      address: absolute(addressOf(locale, change.kind, change.subject) ?? `/${locale}`),
      at: change.at,
    })),
  });
  const headers = {
    'Content-Type': 'application/atom+xml; charset=utf-8',
    'Cache-Control': 'public, max-age=60',
  };
  return new Response(feed, { headers });
}

function titleOf(change: PublicChange, locale: Locale): string {
  const t = translatorOf(locale, 'public');
  if (change.change === 'removed') return t('feed.removed');
  const listed = { ...change, date: null, country: null, publishedAt: change.at };
  return t(`feed.${change.change}`, { name: readListed(listed, locale).name.text });
}
