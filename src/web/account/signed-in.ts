import type { RouterContextProvider } from 'react-router';
import type { SignedIn } from '#accounts';
import { pageContext } from '#web/context';
import { notFound } from '../not-found.ts';

/** Who is signed in. The guard lets nobody else to the pages that ask; without it, 404. */
export function signedInOf(context: Readonly<RouterContextProvider>): SignedIn {
  const { actor, session, locale } = context.get(pageContext);
  if (actor === undefined || session === undefined) notFound();
  return { actor, session, locale };
}
