const reads = new Set(['GET', 'HEAD']);

/**
 * Says whether a request may act on behalf of the browser's owner: reads always may, because a GET
 * never changes state; anything else must come from our own pages.
 *
 * The attacker is another site whose form posts here with the reader's cookie. Browsers since 2023
 * say where a request comes from in Sec-Fetch-Site; the others send Origin. A post with neither is
 * refused.
 *
 * @param publicOrigin the origin of the public URL, such as `https://record.example`.
 */
export function mayAct(method: string, headers: Headers, publicOrigin: string): boolean {
  if (reads.has(method)) return true;
  const site = headers.get('Sec-Fetch-Site');
  if (site !== null) return site === 'same-origin';
  return headers.get('Origin') === publicOrigin;
}

/**
 * The same request as if it had reached us at the public address, for React Router: behind a TLS
 * proxy we see `http://127.0.0.1`, and React Router refuses every post whose Origin differs from
 * the address it sees. Call it only after {@link mayAct}; the Origin is then known to be ours.
 *
 * @param method another method for the same request: a HEAD may be rendered as a GET.
 */
export function onPublicUrl(request: Request, publicUrl: URL, method = request.method): Request {
  const seen = new URL(request.url);
  const url = new URL(publicUrl);
  url.pathname = seen.pathname;
  url.search = seen.search;
  const headers = new Headers(request.headers);
  headers.set('Host', publicUrl.host);
  if (!reads.has(request.method)) headers.set('Origin', publicUrl.origin);
  return new Request(url, {
    method,
    headers,
    signal: request.signal,
    ...(request.body === null ? {} : { body: request.body, duplex: 'half' }),
  });
}
