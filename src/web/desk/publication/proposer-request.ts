import type { RouterContextProvider } from 'react-router';
import { may, teamScope } from '#accounts';
import { notFound } from '../../not-found.ts';
import { deskRequest, type DeskRequest } from '../desk-request.ts';

/** @throws Response 404 for who may propose nothing: people outside the team, and roles that only read. */
export function proposerRequest(context: Readonly<RouterContextProvider>): DeskRequest {
  const request = deskRequest(context);
  if (!may(request.actor, 'publication.propose', { scopeId: teamScope })) notFound();
  return request;
}
