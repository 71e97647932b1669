import type { RouterContextProvider } from 'react-router';
import { may } from '#accounts';
import type { LetterSummary } from '#letters';
import { notFound } from '../../../not-found.ts';
import type { DeskRequest } from '../../desk-request.ts';
import { letterRequest } from '../letter-request.ts';

/** @throws Response 404 for who may not see addresses: it is those who decide on letters that may. */
export async function invitingRequest(
  context: Readonly<RouterContextProvider>,
  uid: string | undefined,
): Promise<DeskRequest & { readonly letter: LetterSummary }> {
  const request = await letterRequest(context, uid);
  const { scopeId } = request.letter;
  if (!may(request.actor, 'letter.decide', { scopeId })) notFound();
  return request;
}
