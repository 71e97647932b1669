const base = 'http://same-site.invalid';

/**
 * A path to go on to, taken from a form or an address, or the fallback when it would lead off this
 * site. The attacker writes links to our sign-in page that end on theirs: `//theirs`, `/\theirs`,
 * a tab in the middle.
 */
export function sameSitePath(to: unknown, fallback: string): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])/.test(to) || to.length > 2000) return fallback;
  const url = URL.parse(to, base);
  if (url === null || url.origin !== base || url.pathname.startsWith('//')) return fallback;
  return url.pathname + url.search + url.hash;
}
