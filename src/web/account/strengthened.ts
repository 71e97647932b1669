import { data } from 'react-router';
import { sessionCookie, type Strengthened } from '#accounts';
import { writeCookie } from './cookies.ts';
import { goOn } from './let-in.ts';

/** Recovery codes as an answer shows them, this once. */
export interface ShownCodes {
  readonly codes: readonly string[];
}

/**
 * After a factor was added: the new session token, and either the first recovery codes or back to
 * the account.
 */
export function strengthened(publicUrl: URL, { session, recoveryCodes }: Strengthened) {
  if (recoveryCodes.length === 0) return goOn(publicUrl, session, '/account');
  const shown: ShownCodes = { codes: recoveryCodes };
  return data(shown, { headers: { 'Set-Cookie': writeCookie(sessionCookie(publicUrl), session) } });
}
