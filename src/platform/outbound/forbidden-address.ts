import ipaddr from 'ipaddr.js';

/** Where clouds give out their machines' secrets, besides the link-local 169.254.169.254. */
const metadataAddresses = new Set(
  ['100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254', 'fd20:ce::254'].map((text) =>
    ipaddr.parse(text).toNormalizedString(),
  ),
);

/** Whether a cloud gives out its machines' secrets there, although the address may look public. */
export function isMetadataAddress(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return metadataAddresses.has(address.toNormalizedString());
}

/** A connection that was not made, because nothing that anybody names to us may lead there. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';

  constructor(host: string) {
    super(`${host} leads to an address of this network's own`);
  }
}

/**
 * Whether a host is an address at which no countersigner, log or dossier can be: link-local, or one at which
 * clouds give out their machines' secrets; also carried in an IPv6 address. Names are looked at when they are
 * resolved. This machine and private networks are allowed: instances of one house countersign each other.
 */
export function isForbiddenHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return false;
  const address = ipaddr.process(bare);
  return [address, ...carriedIn(address)].some(
    (one) => one.range() === 'linkLocal' || isMetadataAddress(one),
  );
}

/** The IPv4 address in one of NAT64, 6to4 or the old compatible form. */
function carriedIn(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4[] {
  if (address instanceof ipaddr.IPv4) return [];
  const bytes = address.toByteArray();
  const is6to4 = bytes[0] === 0x20 && bytes[1] === 0x02;
  return [bytes.slice(12), ...(is6to4 ? [bytes.slice(2, 6)] : [])].map(
    (four) => new ipaddr.IPv4(four),
  );
}
