import dgram from 'node:dgram';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/**
 * Shuts what parsers could be talked into using, for the rest of this process: connections, servers,
 * datagrams, fetch. Where the system gives no network namespace this is all there is; it stops
 * features of parsers, not code that has taken the process over.
 */
export function refuseNetwork(): void {
  net.Socket.prototype.connect = refuse;
  net.Server.prototype.listen = refuse;
  dgram.createSocket = refuse;
  globalThis.fetch = refuse;
  syncBuiltinESMExports();
}

function refuse(): never {
  throw new Error('the reading process has no network');
}
