import { redirect, type MiddlewareFunction } from 'react-router';
import { may } from '#accounts';
import { pageContext } from '#web/context';

/**
 * Lets nobody into `/desk` who does not work here. It stands at the root of all pages, so that no
 * page, form or data request below can forget it.
 *
 * @throws Response 303 to the sign-in page, which leads back to a page that was only to be read.
 */
export const guardDesk: MiddlewareFunction<Response> = ({ request, context }) => {
  const url = new URL(request.url);
  const path = url.pathname.replace(/\.data$/, '');
  if (path !== '/desk' && !path.startsWith('/desk/')) return;
  const { actor } = context.get(pageContext);
  if (actor !== undefined && may(actor, 'desk.enter')) return;
  const query = url.searchParams;
  query.delete('_routes');
  const to = request.method === 'GET' ? path + (query.size > 0 ? `?${query}` : '') : '/desk';
  throw redirect(`/account/sign-in?to=${encodeURIComponent(to)}`, 303);
};
