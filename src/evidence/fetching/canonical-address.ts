/** Parameters that say where a reader came from, not what the page is. Names in lower case. */
const trackingParameters = new Set(
  '_branch_match_id _ga _gl _hsenc _hsmi __twitter_impression cmpid dclid ef_id fb_action_ids fb_ref fb_source fbclid gbraid gclid gclsrc igsh igshid li_fat_id mc_cid mc_eid mkt_tok msclkid oly_anon_id oly_enc_id rb_clickid ref_src ref_url s_cid s_kwcid srsltid ttclid twclid vero_id wbraid wickedid xtor yclid ysclid'.split(
    ' ',
  ),
);
const trackingPrefix = /^(?:utm|at|pk|mtm|hsa)_/;

/**
 * The form under which an address is compared, to answer "this address is already here": host in
 * lower case without a final dot, default port, user part, fragment and tracking parameters dropped,
 * no slashes at the end of the path, percent escapes in capitals and only where needed. Scheme,
 * `www.`, mobile and AMP addresses are left alone: whether they hold the same is for a person to say.
 * Applying it twice changes nothing.
 *
 * @returns undefined when it is no http or https address
 */
export function canonicalAddress(address: string): string | undefined {
  const url = URL.parse(address.trim());
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const host = url.hostname.replace(/\.+$/, '');
  if (host === '') return undefined;
  const port = url.port === '' ? '' : `:${url.port}`;
  const path = plainEscapes(url.pathname).replace(/\/+$/, '') || '/';
  const query = url.search
    .slice(1)
    .split('&')
    .filter((parameter) => parameter !== '' && !isTracking(parameter))
    .map(plainEscapes)
    .join('&');
  return `${url.protocol}//${host}${port}${path}${query === '' ? '' : `?${query}`}`;
}

function isTracking(parameter: string): boolean {
  const name = plainEscapes(parameter.split('=')[0] ?? '').toLowerCase();
  return trackingParameters.has(name) || trackingPrefix.test(name);
}

/** RFC 3986 §6.2.2: escapes of unreserved characters are undone, except dots: `/%2E%2E/` is a step up. */
function plainEscapes(part: string): string {
  return part.replace(/%([0-9a-f]{2})/gi, (escape, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9_~-]/.test(character) ? character : escape.toUpperCase();
  });
}
