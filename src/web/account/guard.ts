import { redirect, type MiddlewareFunction } from 'react-router';
import { needsSecondFactor } from '#accounts';
import { pageContext } from '#web/context';

// Reached without a session: signing in, and what the links of mails open.
const open: ReadonlySet<string> = new Set([
  'first',
  'sign-in',
  'second-step',
  'join',
  'reset',
  'new-password',
  'e-mail',
  'sign-out',
  'passkey-options',
  'gallery',
]);

// Reached by an administrator who has shown one factor: what adds another.
const strengthening: ReadonlySet<string> = new Set([
  'protect',
  'authenticator',
  'add-passkey',
  'confirm',
]);

// Changes of what opens the account: first show again who sits here.
const guarded: ReadonlySet<string> = new Set([
  'add-passkey',
  'authenticator',
  'recovery-codes',
  'remove',
  'new-e-mail',
]);

/**
 * Keeps the pages of an account for who is signed in to it, and leads administrators without a
 * second factor to the page that sets it up. Stands at the layout, so that no page can forget it.
 *
 * @throws Response 303.
 */
export const guardAccount: MiddlewareFunction<Response> = ({ request, context }) => {
  const url = new URL(request.url);
  const path = url.pathname.replace(/\.data$/, '');
  const [, , page = ''] = path.split('/');
  if (open.has(page)) return;
  const { actor, session, locale } = context.get(pageContext);
  const back = encodeURIComponent(request.method === 'GET' ? path + url.search : '/account');
  if (actor === undefined || session === undefined) {
    throw redirect(`/account/sign-in?to=${back}`, 303);
  }
  if (needsSecondFactor({ actor, session, locale }) && !strengthening.has(page)) {
    throw redirect('/account/protect', 303);
  }
  if (guarded.has(page) && !session.confirmed) throw redirect(`/account/confirm?to=${back}`, 303);
};
