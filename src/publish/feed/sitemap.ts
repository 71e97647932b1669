import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { locales } from '#platform/languages';
import { addressOf, pathOfKind } from '../reading/names.ts';
import { xmlText } from './xml.ts';

// A sitemap holds at most 50,000 addresses and 50 MB; each subject has one in every language.
const perPage = 5_000;

const kinds = Object.keys(pathOfKind);

/** How many files the sitemap has; one at least. */
export async function sitemapPages(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from published.subject
    where edition is not null and kind = any(${sql.val(kinds)}::text[])`.execute(db);
  return Math.max(1, Math.ceil((rows[0]?.n ?? 0) / perPage));
}

interface SitemapRow {
  readonly subject: string;
  readonly kind: string;
  readonly at: Date;
}

/** Published subjects of one file of the sitemap, from 1. */
export async function sitemapPage(db: Db, page: number): Promise<SitemapRow[]> {
  const { rows } = await sql<SitemapRow>`
    select subject, kind, published_at as at from published.subject
    where edition is not null and kind = any(${sql.val(kinds)}::text[])
    order by subject limit ${perPage} offset ${(page - 1) * perPage}`.execute(db);
  return rows;
}

const head = '<?xml version="1.0" encoding="utf-8"?>';
const schema = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

/** Names the files of the sitemap. Pure. @param origin without a slash at the end. */
export function writeSitemapIndex(origin: string, pages: number): string {
  const files = Array.from({ length: pages }, (_, index) => {
    return `<sitemap><loc>${xmlText(origin)}/sitemap/${index + 1}.xml</loc></sitemap>`;
  });
  return [head, `<sitemapindex ${schema}>`, ...files, '</sitemapindex>', ''].join('\n');
}

/** Every page of some subjects, in every language, each with the others. Pure. */
export function writeSitemap(origin: string, rows: readonly SitemapRow[]): string {
  const urls = rows.flatMap(({ subject, kind, at }) => {
    const address = (locale: string) =>
      xmlText(`${origin}${addressOf(locale, kind, subject) ?? ''}`);
    const others = locales
      .map((tag) => `<xhtml:link rel="alternate" hreflang="${tag}" href="${address(tag)}"/>`)
      .join('');
    const day = at.toISOString().slice(0, 10);
    return locales.map(
      (locale) => `<url><loc>${address(locale)}</loc><lastmod>${day}</lastmod>${others}</url>`,
    );
  });
  const xhtml = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"';
  return [head, `<urlset ${schema} ${xhtml}>`, ...urls, '</urlset>', ''].join('\n');
}
