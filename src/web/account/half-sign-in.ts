import type { CookieFacts, SecondFactorAsked } from '#accounts';
import { readCookie, writeCookie } from './cookies.ts';

type Offers = SecondFactorAsked['offers'];

/** A sign-in whose password was right, between its two pages. */
export interface HalfSignIn {
  /** '' when the browser has none. */
  readonly token: string;
  readonly offers: { readonly code: boolean; readonly passkey: boolean };
}

// Its token opens nothing without the second factor and in no other browser, so a cookie of its own
// may carry it; it ends with the ten minutes of the token.
function halfCookie(publicUrl: URL, maxAgeSeconds = 600): CookieFacts {
  const secure = publicUrl.protocol === 'https:';
  return {
    name: nameOf(publicUrl),
    attributes: { httpOnly: true, secure, sameSite: 'Lax', path: '/', maxAgeSeconds },
  };
}

// The same prefix as the session cookie's, for the same reason.
function nameOf(publicUrl: URL): string {
  return `${publicUrl.protocol === 'https:' ? '__Host-' : ''}countersign-half`;
}

/** The `Set-Cookie` header that carries it to the second page. */
export function writeHalfSignIn(publicUrl: URL, token: string, offers: Offers): string {
  const code = offers.totp || offers.recoveryCodes > 0;
  const flags = `${code ? 'c' : ''}${offers.passkeys > 0 ? 'p' : ''}`;
  return writeCookie(halfCookie(publicUrl), `${token}.${flags}`);
}

export function dropHalfSignIn(publicUrl: URL): string {
  return writeCookie(halfCookie(publicUrl, 0), '');
}

/** What the browser carries; the token is yet to be checked. */
export function readHalfSignIn(request: Request, publicUrl: URL): HalfSignIn {
  const [token = '', flags = ''] = readCookie(request, nameOf(publicUrl)).split('.', 2);
  return { token, offers: { code: flags.includes('c'), passkey: flags.includes('p') } };
}
