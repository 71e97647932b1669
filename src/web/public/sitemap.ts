import { sitemapPage, sitemapPages, writeSitemap, writeSitemapIndex } from '#publish';
import { houseContext, pageContext } from '#web/context';
import { notFound } from '../not-found.ts';
import type { Route } from './+types/sitemap.ts';

/** The index of the sitemap, or one file of it: every published page for search engines. */
export async function loader({ params, context }: Route.LoaderArgs): Promise<Response> {
  const { readerDb } = context.get(houseContext);
  const { origin } = new URL(context.get(pageContext).instance.publicUrl);
  const pages = await sitemapPages(readerDb);
  if (params.file === undefined) return answer(writeSitemapIndex(origin, pages));
  const page = /^([1-9]\d{0,5})\.xml$/.exec(params.file)?.[1];
  if (page === undefined || Number(page) > pages) notFound();
  return answer(writeSitemap(origin, await sitemapPage(readerDb, Number(page))));
}

function answer(body: string): Response {
  const headers = {
    'Content-Type': 'application/xml; charset=utf-8',
    'Cache-Control': 'public, max-age=300',
  };
  return new Response(body, { headers });
}
