import { renderToReadableStream, renderToString } from 'react-dom/server';
import {
  ServerRouter,
  isRouteErrorResponse,
  type EntryContext,
  type HandleErrorFunction,
  type RouterContextProvider,
} from 'react-router';
import type { Catalog } from '#platform/languages';
import { pageContext } from '#web/context';
import { contentSecurityPolicy } from './http/headers.ts';
import { addCatalogs } from './messages/catalogs.ts';
import { hasOwnScript, isHydrated } from './page-handle.ts';
import { PageEnvironment } from './page-environment.tsx';
import { isHangUp } from './hang-up.ts';

addCatalogs(import.meta.glob<Catalog>('./messages/*/*.json', { eager: true, import: 'default' }));

/** Longest wait for what a hydrated page has put off; after it the page goes out as it is. */
export const streamTimeout = 10_000;

/**
 * Renders a page. Pages without scripts are rendered in one go and are the same bytes for everyone;
 * hydrated ones wait for all their parts too, so that an error in the last part is still a 500.
 */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  context: RouterContextProvider,
): Promise<Response> {
  const { locale, nonce: freshNonce, report } = context.get(pageContext);
  const { matches, loaderData, actionData } = entry.staticHandlerContext;
  const handles = matches.map(({ route: { id } }) => ({
    id,
    handle: entry.routeModules[id]?.handle,
  }));
  const hydrated = handles.some(({ handle }) => isHydrated(handle));
  const ownScript = handles.some(({ id, handle }) =>
    [loaderData[id], actionData?.[id]].some((given) => hasOwnScript(handle, given)),
  );
  const nonce = hydrated ? freshNonce : undefined;
  headers.set('Content-Type', 'text/html; charset=utf-8');
  headers.set(
    'Content-Security-Policy',
    contentSecurityPolicy(nonce, import.meta.env.DEV ? 'development' : 'strict', ownScript),
  );
  const page = (
    <PageEnvironment value={{ locale, nonce }}>
      <ServerRouter context={entry} url={request.url} {...(nonce !== undefined && { nonce })} />
    </PageEnvironment>
  );
  if (!hydrated) {
    return new Response(`<!DOCTYPE html>${renderToString(page)}`, { status, headers });
  }
  const abort = AbortSignal.timeout(streamTimeout);
  const stream = await renderToReadableStream(page, {
    signal: AbortSignal.any([request.signal, abort]),
    ...(nonce !== undefined && { nonce }),
    onError: report,
  });
  await stream.allReady;
  return new Response(stream, { status, headers });
}

/** A missing page is no bug; everything else thrown is, and is written down once. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (isHangUp(error, request.signal)) return;
  if (isRouteErrorResponse(error) && error.status < 500) return;
  context.get(pageContext).report(error);
};
