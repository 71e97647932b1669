import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

export interface MetricsServer {
  /** The port it got, when 0 was asked for. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the figures under `/metrics` on a port of their own: how busy an instance is, is told to
 * its operator and not to the world.
 *
 * @throws when the port is taken.
 */
export async function serveMetrics(
  metrics: Metrics,
  port: number,
  host = '127.0.0.1',
): Promise<MetricsServer> {
  const server = createServer((request, response) => void answer(metrics, request, response));
  server.requestTimeout = 5000;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  metrics: Metrics,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' || request.url !== '/metrics') {
    response.writeHead(404).end();
    return;
  }
  try {
    const body = await metrics.read();
    response.writeHead(200, { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' });
    response.end(body);
  } catch {
    response.writeHead(500).end();
  }
}
