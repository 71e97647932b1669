import { RouterContextProvider } from 'react-router';
import type { Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import type { Db } from '#platform/database';
import { houseContext, pageContext, type House } from '#web/context';

/** What a loader or action of the desk is called with, as the router would. */
export function deskCall(
  db: Db,
  actor: Actor,
  path: string,
  options: {
    readonly params?: Readonly<Record<string, string>>;
    /** Posted fields; without them it is a GET. */
    readonly form?: readonly (readonly [string, string])[];
    readonly locale?: Locale;
    /** Parts of the house besides the database that the page uses. */
    readonly house?: Partial<House>;
  } = {},
) {
  const { params = {}, form, locale = 'en', house = {} } = options;
  const context = new RouterContextProvider();
  context.set(pageContext, {
    locale,
    nonce: 'n',
    actor,
    session: { uid: 's', factors: 2, confirmed: true },
    instance: { name: 'Record', publicUrl: 'http://localhost', demonstration: false },
    clientAddress: undefined,
    requestId: 'r',
    report: (error) => {
      throw error;
    },
  });
  // Pages of the record use no other part of the house.
  context.set(houseContext, { db, readerDb: db, singlePerson: false, ...house } as House);
  const url = `http://localhost${path}`;
  const body = form === undefined ? undefined : new URLSearchParams(form.map(([n, v]) => [n, v]));
  const request = new Request(url, body === undefined ? {} : { method: 'POST', body });
  return { request, params, context, url: new URL(url), pattern: path } as never;
}
