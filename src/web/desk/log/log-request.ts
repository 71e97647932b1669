import type { RouterContextProvider } from 'react-router';
import { may } from '#accounts';
import { notFound } from '../../not-found.ts';
import { deskRequest, type DeskRequest } from '../desk-request.ts';

/** @throws Response 404 for who does not manage the log: to others there is no such page. */
export function logRequest(context: Readonly<RouterContextProvider>): DeskRequest {
  const request = deskRequest(context);
  if (!may(request.actor, 'log.manage')) notFound();
  return request;
}
