import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';

/**
 * What is wrong with one variable's value, as the rest of a sentence that begins with its name:
 * "must be …". Carries nothing of the value.
 */
export class ValueProblem extends Error {
  readonly notYet: boolean;

  constructor(expectation: string, notYet = false) {
    super(expectation);
    this.notYet = notYet;
  }
}

/** @throws ValueProblem unless it is a whole number from 1 to 65535. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new ValueProblem('must be a whole number from 1 to 65535');
  return port;
}

/** @throws ValueProblem unless it is an IP address or a host name. */
export function parseHost(text: string): string {
  if (isIP(text) !== 0 || isHostName(text)) return text;
  throw new ValueProblem('must be an IP address such as 127.0.0.1 or ::1, or a host name');
}

/**
 * How many proxies may be believed: true and false, or a number up to 10.
 * @throws ValueProblem
 */
export function parseHops(text: string): number {
  if (text === 'true') return 1;
  if (text === 'false') return 0;
  const hops = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (hops <= 10) return hops;
  throw new ValueProblem('must be true, false, or the number of proxies (0 to 10)');
}

/**
 * The origin people type: scheme, host and port. Over plain http a password or a signer's name could
 * be read on the way, so only this machine and onion services (encrypted by themselves) may use it.
 *
 * @returns without a slash at the end.
 * @throws ValueProblem
 */
export function parseOrigin(text: string): string {
  const url = parseUrl(text, ['http:', 'https:'], 'an address such as https://record.example.org');
  const bare = url.pathname === '/' && url.search === '' && url.hash === '' && !/[?#]$/.test(text);
  if (!bare || url.username !== '' || url.password !== '') {
    throw new ValueProblem('must be scheme, host and port only: no path, query or password');
  }
  if (url.protocol === 'http:' && !isLocal(url.hostname) && !url.hostname.endsWith('.onion')) {
    throw new ValueProblem('must be https, or an .onion address, unless it is this machine');
  }
  return url.origin;
}

/** @throws ValueProblem unless it is a PostgreSQL address. */
export function parseDatabaseUrl(text: string): string {
  const example = 'an address such as postgresql://user:password@host/database';
  parseUrl(text, ['postgres:', 'postgresql:'], example);
  return text;
}

/**
 * Where the signer of the log is. Plain http is enough: what is said is authenticated, and public.
 *
 * @throws ValueProblem
 */
export function parseSignerUrl(text: string): string {
  const example = 'http://host:port, https://host, or unix: and the absolute path of a socket';
  if (text.startsWith('unix:')) {
    const path = text.slice('unix:'.length);
    // The kernel's limit of a socket path.
    if (path.startsWith('/') && Buffer.byteLength(path) <= 107) return text;
    throw new ValueProblem(`must be ${example}`);
  }
  const url = parseUrl(text, ['http:', 'https:'], example);
  if (url.username !== '' || url.password !== '' || url.pathname !== '/') {
    throw new ValueProblem(`must be ${example}`);
  }
  return url.origin;
}

/** @throws ValueProblem unless it is the address of an SMTP server. */
export function parseMailUrl(text: string): string {
  const example = 'an address such as smtp://user:password@host:587 or smtps://user:password@host';
  if (parseUrl(text, ['smtp:', 'smtps:'], example).hostname === '') {
    throw new ValueProblem(`must be ${example}`);
  }
  return text;
}

/**
 * The addresses of time-stamping authorities, separated by commas.
 *
 * @returns each once. @throws ValueProblem unless all are http or https and carry no password, which
 * the log would repeat.
 */
export function parseTsaUrls(text: string): readonly string[] {
  const example = 'addresses such as https://tsa.example.org/tsr, separated by commas';
  const urls = text.split(',').map((part) => parseUrl(part.trim(), ['http:', 'https:'], example));
  if (urls.some(({ username, password }) => username !== '' || password !== '')) {
    throw new ValueProblem('must not carry a password');
  }
  return Object.freeze([...new Set(urls.map(({ href }) => href))]);
}

/**
 * One mailbox, with or without a name before it.
 * @throws ValueProblem
 */
export function parseMailbox(text: string): string {
  // A line break would let the value add header lines of its own to every mail.
  const mailbox = /^(?:[^<>\p{Cc}]+ )?<([^<>\s@]+@[^<>\s@]+)>$|^[^<>\s@\p{Cc}]+@[^<>\s@\p{Cc}]+$/u;
  if (text.length <= 254 && mailbox.test(text)) return text;
  throw new ValueProblem('must be name@example.org or Name <name@example.org>');
}

/** @returns the absolute folder. @throws ValueProblem */
export function parseBlobsUrl(text: string): string {
  if (text.startsWith('s3:')) {
    throw new ValueProblem(
      'cannot be s3: yet; this version keeps preserved files in a folder (file:///absolute/folder)',
      true,
    );
  }
  const example = 'an address such as file:///srv/countersign/blobs';
  const url = parseUrl(text, ['file:'], example);
  // "file:data" would silently become the folder /data.
  if (!text.startsWith('file:///') || url.search !== '' || url.hash !== '') {
    throw new ValueProblem(`must be ${example}`);
  }
  try {
    return fileURLToPath(url);
  } catch {
    throw new ValueProblem(`must be ${example}`);
  }
}

/** @throws ValueProblem naming what is allowed. */
export function parseOneOf<Allowed extends string>(
  text: string,
  allowed: readonly Allowed[],
): Allowed {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new ValueProblem(`must be one of ${allowed.join(', ')}`);
  return found;
}

function parseUrl(text: string, protocols: readonly string[], example: string): URL {
  // The URL parser drops line breaks and tabs in silence.
  const url = /[\s\p{Cc}]/u.test(text) ? null : URL.parse(text);
  if (url === null || !protocols.includes(url.protocol))
    throw new ValueProblem(`must be ${example}`);
  return url;
}

function isLocal(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}

/** RFC 1123 labels. */
function isHostName(text: string): boolean {
  // A last label of digits only would be a broken IPv4 address.
  return (
    text.length <= 253 &&
    text.split('.').every((label) => /^(?!-)[a-z\d-]{1,63}(?<!-)$/i.test(label)) &&
    !/(?:^|\.)\d+$/.test(text)
  );
}
