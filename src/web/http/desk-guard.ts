import { redirect, type MiddlewareFunction } from 'react-router';
import { may, needsSecondFactor } from '#accounts';
import { pageContext } from '#web/context';

/**
 * Lets nobody into `/desk` who does not work here. It stands at the root of all pages, so that no
 * page, form or data request below can forget it.
 *
 * @throws Response 303 to the sign-in page, which leads back to a page that was only to be read; or
 * to the page that adds a second factor, for who may let others in and has shown one only.
 */
export const guardDesk: MiddlewareFunction<Response> = ({ request, context }) => {
  const url = new URL(request.url);
  const path = url.pathname.replace(/\.data$/, '');
  if (!isDesk(path)) return;
  const { actor, session, locale } = context.get(pageContext);
  if (actor !== undefined && session !== undefined && may(actor, 'desk.enter')) {
    if (needsSecondFactor({ actor, session, locale })) throw redirect('/account/protect', 303);
    return;
  }
  const query = url.searchParams;
  query.delete('_routes');
  const to = request.method === 'GET' ? path + (query.size > 0 ? `?${query}` : '') : '/desk';
  throw redirect(`/account/sign-in?to=${encodeURIComponent(to)}`, 303);
};

// As React Router reads addresses: escaped letters are letters, and capitals do not matter.
function isDesk(path: string): boolean {
  const [, first = ''] = path.split('/', 2);
  return decode(first).toLowerCase() === 'desk';
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
