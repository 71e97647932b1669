import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { TLSSocket } from 'node:tls';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector } from 'undici';
import { FetchFailure, type TlsSeen } from './fetch-result.ts';

/** All addresses of a host name, as text. */
export type Resolver = (hostname: string) => Promise<readonly string[]>;

export const systemResolver: Resolver = async (hostname) =>
  (await lookup(hostname, { all: true })).map(({ address }) => address);

export interface CheckedAddress {
  readonly hostname: string;
  readonly addresses: readonly string[];
}

/**
 * Resolves a host and keeps the addresses that may be connected to.
 *
 * @throws FetchFailure `dns`, `timeout`, or `refused-address` when none is left. The detail names no
 *   address: an answer must not map somebody's network.
 */
export async function checkHost(
  url: URL,
  resolver: Resolver,
  isAllowed: (address: string) => boolean,
  timeoutMs: number,
): Promise<CheckedAddress> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const literal = /^[\d.]+$/.test(hostname) || hostname.includes(':');
  const found = literal ? [hostname] : await resolveWithin(hostname, resolver, timeoutMs);
  const addresses = found.filter(isAllowed);
  if (found.length === 0) throw new FetchFailure('dns', `${hostname} has no address`);
  if (addresses.length === 0) {
    throw new FetchFailure('refused-address', `${hostname} is not on the public internet`);
  }
  return { hostname, addresses };
}

async function resolveWithin(
  hostname: string,
  resolver: Resolver,
  timeoutMs: number,
): Promise<readonly string[]> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new FetchFailure('timeout', `${hostname} was not resolved in time`)),
    timeoutMs,
  );
  try {
    return await Promise.race([resolver(hostname), late.promise]);
  } catch (cause) {
    if (cause instanceof FetchFailure) throw cause;
    throw new FetchFailure('dns', `${hostname} was not found`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

export interface CheckedAgent {
  readonly agent: Agent;
  /** What the connection was made to; undefined until there is one. */
  readonly connection: () => { readonly serverAddress: string; readonly tls?: TlsSeen } | undefined;
}

/**
 * An agent for one request that can reach the checked addresses only: its lookup answers with them
 * whatever the name server says by then (DNS rebinding), and the far end is compared once more.
 */
export function checkedAgent(
  { addresses }: CheckedAddress,
  timeouts: { connectMs: number; headersMs: number; bodyMs: number },
): CheckedAgent {
  let seen: ReturnType<CheckedAgent['connection']>;
  const connect = buildConnector({
    lookup: pinnedLookup(addresses),
    timeout: timeouts.connectMs,
    allowH2: false,
    maxCachedSessions: 0,
  });
  const agent = new Agent({
    connect(options, callback) {
      connect(options, (error, socket) => {
        if (error !== null) return callback(error, null);
        const serverAddress = socket.remoteAddress ?? '';
        if (!addresses.some((address) => isSameAddress(address, serverAddress))) {
          socket.destroy();
          return callback(new FetchFailure('refused-address', 'connected elsewhere'), null);
        }
        seen = { serverAddress, ...(socket instanceof TLSSocket && { tls: tlsSeen(socket) }) };
        return callback(null, socket);
      });
    },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    maxHeaderSize: 32 * 1024,
    pipelining: 0,
    connections: 1,
  });
  return { agent, connection: () => seen };
}

function pinnedLookup(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  return (_hostname, options, callback) => {
    const [first] = answers;
    if (options.all === true) callback(null, answers);
    else callback(null, first?.address ?? '', first?.family ?? 4);
  };
}

function isSameAddress(one: string, other: string): boolean {
  if (!ipaddr.isValid(one) || !ipaddr.isValid(other)) return false;
  return ipaddr.process(one).toString() === ipaddr.process(other).toString();
}

function tlsSeen(socket: TLSSocket): TlsSeen {
  const certificate = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? '',
    subject: certificate.subject?.CN ?? '',
    issuer: certificate.issuer?.CN ?? '',
    fingerprint256: certificate.fingerprint256,
  };
}
