import { FetchFailure } from './fetch-result.ts';

const maxAddressLength = 8_192;

/**
 * An address that may be asked for: http or https, no credentials in it, a web port. Numbers written
 * to deceive (`0x7f.1`, `2130706433`) become plain IPv4 addresses here, by the rules of the URL
 * standard, and are then checked like any other.
 *
 * @param base the address that redirected here
 * @throws FetchFailure `invalid-address` or `refused-address`
 */
export function checkedUrl(address: string, anyPort: boolean, base?: URL): URL {
  const url = address.length <= maxAddressLength ? URL.parse(address, base) : null;
  if (url === null) throw new FetchFailure('invalid-address', 'not an address');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new FetchFailure('refused-address', `${url.protocol} is not fetched`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new FetchFailure('refused-address', 'an address with a name or password in it');
  }
  // Below 1024 live mail, remote shells and printers, which a crafted request could speak to.
  const port = Number(url.port || 443);
  if (!anyPort && port !== 443 && port !== 80 && port < 1_024) {
    throw new FetchFailure('refused-address', `port ${port} is not fetched`);
  }
  url.hash = '';
  return url;
}
