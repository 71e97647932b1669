import type { RouterContextProvider } from 'react-router';
import type { Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import { houseContext, pageContext, type House } from '#web/context';
import { notFound } from '../not-found.ts';

/** What a loader or action of the desk works with. */
export interface DeskRequest {
  readonly actor: Actor;
  readonly locale: Locale;
  readonly house: House;
}

/** @throws Response 404 for nobody; the guard at the root has sent such visitors away before. */
export function deskRequest(context: Readonly<RouterContextProvider>): DeskRequest {
  const { actor, locale } = context.get(pageContext);
  if (actor === undefined) notFound();
  return { actor, locale, house: context.get(houseContext) };
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @throws Response 404 when a step of the address is no uid, which the database would choke on. */
export function uidParam(value: string | undefined): string {
  if (value === undefined || !uuid.test(value)) notFound();
  return value;
}
