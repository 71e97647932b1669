import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { isMetadataAddress } from '#platform/outbound';

/**
 * Whether an address may be connected to: global unicast and nothing else. Refused are private,
 * loopback, link-local (with it 169.254.169.254), shared (CGNAT), multicast, documentation and
 * reserved ranges, every IPv6 form that carries an IPv4 address inside (mapped, compatible, NAT64,
 * 6to4, Teredo), and this machine's own addresses, behind which services trust their neighbours.
 *
 * @param address as a resolver writes it; anything that is no IP address is refused
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const ip = ipaddr.parse(address);
  if (ip.range() !== 'unicast') return false;
  if (isMetadataAddress(ip)) return false;
  // IANA allocates global unicast in 2000::/3 only; the library calls everything unlisted unicast.
  if (ip.kind() === 'ipv6' && !ip.match(ipaddr.parseCIDR('2000::/3'))) return false;
  return !isOwnAddress(ip.toNormalizedString());
}

export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

function isOwnAddress(normalized: string): boolean {
  return Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .some(
      ({ address }) =>
        ipaddr.parse(address.split('%')[0] ?? '').toNormalizedString() === normalized,
    );
}
