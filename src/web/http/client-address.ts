/**
 * Where a request comes from, as far as it can be known.
 *
 * The attacker writes X-Forwarded-For too: only what the believed proxies have added at its end
 * counts, and without one nothing of it.
 *
 * @param socketAddress the neighbour on the wire: the client, or the last proxy.
 * @param trustedProxies how many proxies before us add to the header.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: number,
): string | undefined {
  if (trustedProxies === 0 || socketAddress === undefined) return socketAddress;
  const hops = (forwardedFor ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  // A shorter list came round some of the proxies: its first entry is the best there is.
  return [...hops, socketAddress].at(Math.max(-1 - trustedProxies, -1 - hops.length));
}
