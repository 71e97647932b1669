import type { MiddlewareHandler } from 'hono';

/**
 * The Content-Security-Policy of a page.
 *
 * Without a nonce no script runs at all, which is what public pages want: their HTML is the same for
 * everyone and can be kept whole. The few on which names can be withheld run one file of ours. With a
 * nonce the page's own scripts run, inline ones that carry it and files from our own address. Nothing is
 * ever loaded from elsewhere.
 *
 * @param nonce base64url, made for this one answer.
 * @param mode `development` lets Vite put its scripts, its style tags and its socket into every page.
 * @param ownScript the page is the same for everyone and has a script of ours, as a file.
 */
export function contentSecurityPolicy(
  nonce?: string,
  mode: 'strict' | 'development' = 'strict',
  ownScript = false,
): string {
  const withNonce = nonce === undefined ? '' : ` 'nonce-${nonce}'`;
  const inWork = mode === 'development';
  const styles = inWork ? " 'unsafe-inline'" : withNonce;
  return [
    "default-src 'none'",
    ...(nonce === undefined && !inWork && !ownScript
      ? []
      : [`script-src 'self'${withNonce}`, `connect-src 'self'${inWork ? ' ws:' : ''}`]),
    `style-src 'self'${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Headers of every answer, of pages as of files.
 *
 * `Referrer-Policy` is `same-origin` and not `no-referrer`: the latter makes browsers send
 * `Origin: null` with a form, and then no post can be told from a forged one.
 *
 * @param https whether readers reach this instance by https; only then may browsers be told to stay there.
 */
export function securityHeaders(https: boolean): Readonly<Record<string, string>> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
    'Permissions-Policy':
      'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
    ...(https ? { 'Strict-Transport-Security': 'max-age=63072000' } : {}),
  };
}

/**
 * The policy of a page that other sites may show in a frame. It has no script, no form and nothing that is
 * loaded; its links open a page of their own.
 *
 * @param styleHash SHA-256 of its one style sheet, base64.
 */
export function framedPolicy(styleHash: string): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "form-action 'none'",
    "base-uri 'none'",
    framedBy,
  ].join('; ');
}

const framedBy = 'frame-ancestors *';

export function setHeaders(to: Headers, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) to.set(name, value);
}

/** Puts the headers of {@link securityHeaders} on every answer, and the strictest policy where none was set. */
export function secure(https: boolean): MiddlewareHandler {
  const headers = securityHeaders(https);
  const strictest = contentSecurityPolicy();
  return async (c, next) => {
    await next();
    setHeaders(c.res.headers, headers);
    // Of a page that chose to be framed, and no other, older browsers must not be told the contrary.
    const policy = c.res.headers.get('Content-Security-Policy') ?? '';
    if (policy.split('; ').includes(framedBy)) c.res.headers.delete('X-Frame-Options');
    if (!c.res.headers.has('Content-Security-Policy')) {
      c.res.headers.set('Content-Security-Policy', strictest);
    }
  };
}
