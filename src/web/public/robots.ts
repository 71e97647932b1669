import { pageContext } from '#web/context';
import type { Route } from './+types/robots.ts';

/** What search engines may read, and where the list of it is. */
export function loader({ context }: Route.LoaderArgs): Response {
  const { origin } = new URL(context.get(pageContext).instance.publicUrl);
  const lines = [
    'User-agent: *',
    'Disallow: /desk',
    'Disallow: /account',
    '',
    `Sitemap: ${origin}/sitemap.xml`,
  ];
  return new Response(`${lines.join('\n')}\n`, {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'public, max-age=3600',
    },
  });
}
