import { redirect, type ActionFunctionArgs } from 'react-router';
import { sessionCookie, signOut } from '#accounts';
import { houseContext } from '#web/context';
import { dropCookie, readCookie } from './cookies.ts';

/** Ends the session and has the browser forget what the desk kept in it: drafts, pages. */
export async function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  const { db, signIn } = context.get(houseContext);
  const cookie = sessionCookie(signIn.publicUrl);
  const token = readCookie(request, cookie.name);
  if (token !== '') await signOut(db, token);
  return redirect('/account/sign-in?signed-out', {
    status: 303,
    headers: {
      'Set-Cookie': dropCookie(cookie),
      // Not "cookies": the browser stays one that this person has signed in with before.
      'Clear-Site-Data': '"cache", "storage"',
    },
  });
}

/** Nobody is signed out by a link. */
export function loader(): Response {
  return redirect('/account', 303);
}
