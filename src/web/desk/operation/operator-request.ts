import type { RouterContextProvider } from 'react-router';
import { may } from '#accounts';
import { notFound } from '../../not-found.ts';
import { deskRequest, type DeskRequest } from '../desk-request.ts';

/** @throws Response 404 for everybody but administrators: to others the room does not exist. */
export function operatorRequest(context: Readonly<RouterContextProvider>): DeskRequest {
  const request = deskRequest(context);
  if (!may(request.actor, 'operation.watch')) notFound();
  return request;
}
