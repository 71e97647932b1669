import { redirect } from 'react-router';
import { browserCookie, sessionCookie, type SignInDone } from '#accounts';
import { writeCookie } from './cookies.ts';

/** Hands the cookies of a finished sign-in to the browser and leads on. */
export function letIn(publicUrl: URL, done: SignInDone, to: string): Response {
  const headers = new Headers();
  headers.append('Set-Cookie', writeCookie(sessionCookie(publicUrl), done.session));
  headers.append('Set-Cookie', writeCookie(browserCookie(publicUrl), done.browser));
  return redirect(to, { status: 303, headers });
}

/** Leads on with the new token of a session that has shown something more. */
export function goOn(publicUrl: URL, session: string, to: string): Response {
  const headers = { 'Set-Cookie': writeCookie(sessionCookie(publicUrl), session) };
  return redirect(to, { status: 303, headers });
}
