import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, buildConnector } from 'undici';
import { ForbiddenAddress, isForbiddenHost } from './forbidden-address.ts';

/** All addresses of a host name. */
export type Resolver = (
  hostname: string,
) => Promise<readonly { readonly address: string; readonly family: number }[]>;

const systemResolver: Resolver = (hostname) => lookup(hostname, { all: true });

/**
 * An agent that connects to no forbidden address, whoever names it: the address in a URL, what a name resolves
 * to at that moment, or where a redirect leads. It connects to the addresses that it has looked at.
 *
 * Its requests fail with ForbiddenAddress, as error or cause.
 */
export function openGuardedAgent(resolve: Resolver = systemResolver): Agent {
  const connect = buildConnector({ lookup: guardedLookup(resolve) });
  return new Agent({
    connect(options, done) {
      if (isForbiddenHost(options.hostname)) {
        done(new ForbiddenAddress(options.hostname), null);
        return;
      }
      connect(options, done);
    },
  });
}

/** The one that everything shares. */
export const guardedAgent = openGuardedAgent();

function guardedLookup(resolve: Resolver): LookupFunction {
  const look = callbackify(async (hostname: string, family: unknown) => {
    const found = await resolve(hostname);
    const allowed = found.filter(({ address }) => !isForbiddenHost(address));
    if (allowed.length === 0 && found.length > 0) throw new ForbiddenAddress(hostname);
    const wanted = allowed.filter((one) =>
      family !== 4 && family !== 6 ? true : one.family === family,
    );
    const [first] = wanted;
    if (first === undefined) throw notFound(hostname);
    return { first, wanted };
  });
  return (hostname, { all, family }, done) => {
    look(hostname, family, (error, found) => {
      // On failure there is nothing else, whatever the type says.
      if (error) done(error, '', 0);
      else if (all === true) done(null, found.wanted);
      else done(null, found.first.address, found.first.family);
    });
  };
}

function notFound(hostname: string): Error {
  return Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' });
}
