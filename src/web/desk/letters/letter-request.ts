import type { RouterContextProvider } from 'react-router';
import { may } from '#accounts';
import { readLetter, type LetterSummary } from '#letters';
import { notFound } from '../../not-found.ts';
import { deskRequest, uidParam, type DeskRequest } from '../desk-request.ts';

/** @throws Response 404 for who does not work on letters. */
export function writerRequest(context: Readonly<RouterContextProvider>): DeskRequest {
  const request = deskRequest(context);
  if (!may(request.actor, 'letter.write')) notFound();
  return request;
}

/** @throws Response 404 also for a letter that is not there, or not for this person. */
export async function letterRequest(
  context: Readonly<RouterContextProvider>,
  uid: string | undefined,
): Promise<DeskRequest & { readonly letter: LetterSummary }> {
  const request = writerRequest(context);
  const letter = await readLetter(request.house.db, request.actor, uidParam(uid));
  if (letter === undefined) notFound();
  return { ...request, letter };
}

/** @throws Response 404 also for who does not decide on this letter: they alone see addresses, and choose. */
export async function deciderRequest(
  context: Readonly<RouterContextProvider>,
  uid: string | undefined,
): Promise<DeskRequest & { readonly letter: LetterSummary }> {
  const request = await letterRequest(context, uid);
  if (!may(request.actor, 'letter.decide', { scopeId: request.letter.scopeId })) notFound();
  return request;
}
