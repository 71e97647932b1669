import type { RouterContextProvider } from 'react-router';
import { may, type Actor } from '#accounts';
import { houseContext, pageContext, type House } from '#web/context';
import type { Locale } from '#platform/languages';
import { notFound } from '../../not-found.ts';

export interface ManagerRequest {
  readonly actor: Actor;
  readonly locale: Locale;
  readonly instanceName: string;
  readonly house: House;
}

/** Who manages accounts, with what these pages need; to anybody else there is no such page. */
export function managerRequest(context: Readonly<RouterContextProvider>): ManagerRequest {
  const { actor, locale, instance } = context.get(pageContext);
  if (actor === undefined || !may(actor, 'account.manage')) notFound();
  return { actor, locale, instanceName: instance.name, house: context.get(houseContext) };
}
