import { createContext, type MiddlewareFunction } from 'react-router';
import { browserCookie, makeToken, sessionCookie, type Visitor } from '#accounts';
import { houseContext, pageContext } from '#web/context';
import { readCookie, writeCookie } from './cookies.ts';

/** The browser that asks; set for every page below `/account`. */
export const visitorContext = createContext<Visitor>();

/**
 * Tells loaders and actions which browser asks, and gives a browser that has none the cookie by
 * which the next form is told from another's. A form posted without it is refused there.
 */
export const provideVisitor: MiddlewareFunction<Response> = async ({ request, context }, next) => {
  const { publicUrl } = context.get(houseContext).signIn;
  const facts = browserCookie(publicUrl);
  const browser = readCookie(request, facts.name);
  const session = readCookie(request, sessionCookie(publicUrl).name);
  const { clientAddress } = context.get(pageContext);
  context.set(visitorContext, {
    browser,
    ...(session !== '' && { session }),
    ...(clientAddress !== undefined && { address: clientAddress }),
  });
  const response = await next();
  if (browser === '' && request.method === 'GET') {
    response.headers.append('Set-Cookie', writeCookie(facts, makeToken()));
  }
  return response;
};
