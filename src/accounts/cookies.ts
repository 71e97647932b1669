import { browserDays, sessionDays } from './lifetimes.ts';

/** All that a page needs in order to set a cookie of this room. */
export interface CookieFacts {
  readonly name: string;
  readonly attributes: {
    readonly httpOnly: true;
    readonly secure: boolean;
    /** Lax, so that a link in a mail finds the person signed in; forms are guarded by origin. */
    readonly sameSite: 'Lax';
    readonly path: '/';
    readonly maxAgeSeconds: number;
  };
}

const daySeconds = 86_400;

/** The cookie that holds the session token. */
export function sessionCookie(publicUrl: URL): CookieFacts {
  return cookie(publicUrl, 'countersign', sessionDays * daySeconds);
}

/**
 * The cookie that tells one browser from another while signing in: a fresh token before the first
 * form, replaced by the token that a successful sign-in returns.
 */
export function browserCookie(publicUrl: URL): CookieFacts {
  return cookie(publicUrl, 'countersign-browser', browserDays * daySeconds);
}

// The prefix makes browsers refuse the cookie from a neighbouring host or over plain HTTP
// (RFC 6265bis §4.1.3.2). Plain HTTP is left to localhost and onion addresses.
function cookie(publicUrl: URL, name: string, maxAgeSeconds: number): CookieFacts {
  const secure = publicUrl.protocol === 'https:';
  return {
    name: secure ? `__Host-${name}` : name,
    attributes: { httpOnly: true, secure, sameSite: 'Lax', path: '/', maxAgeSeconds },
  };
}
