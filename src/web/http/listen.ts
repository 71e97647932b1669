import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { PageCache } from './page-cache.ts';

/** What is known of a request besides itself. */
export interface Wire {
  /** Address of the neighbour on the wire; absent in tests without a port. */
  readonly address?: string | undefined;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly fetch: (request: Request, wire: Wire) => Response | Promise<Response>;
  readonly pageCache: PageCache;
  /** Asked before everything else; `npm run dev` puts Vite here. */
  readonly before?: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
}

export interface Listening {
  readonly port: number;
  /**
   * Takes no new connection, lets answers under way finish for at most `graceMs`, then cuts the rest.
   * Resolves when the port is free.
   */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Opens the port.
 *
 * @throws the system's error (`EADDRINUSE`, `EACCES`) when it cannot.
 */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { host, port, fetch, pageCache, before } = options;
  const answer = getRequestListener(
    (request, env) => {
      const address = 'incoming' in env ? env.incoming.socket.remoteAddress : undefined;
      return fetch(request, { address });
    },
    { overrideGlobalObjects: false },
  );
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (!pageCache.answer(request, response)) void answer(request, response);
  };
  const server = createServer(
    {
      // Against clients that send slowly on purpose; the whole of a large upload gets longer.
      headersTimeout: 15_000,
      requestTimeout: 300_000,
      keepAliveTimeout: 20_000,
      maxHeaderSize: 16_384,
      connectionsCheckingInterval: 5_000,
    },
    before === undefined
      ? serve
      : (request, response) => before(request, response, () => serve(request, response)),
  );
  server.maxRequestsPerSocket = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    // A server on a TCP port has an AddressInfo; only pipes have a string.
    port: (server.address() as AddressInfo).port,
    async stop(graceMs = 10_000) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A connection falls idle when its last answer is out; Node would keep it for the next request.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(idle);
      clearTimeout(cut);
    },
  };
}
