import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer, Countersigner } from '../countersigner.ts';
import type { SeenTrees } from '../store.ts';
import { maxSubmissionBytes } from '../submission.ts';

// Importing it makes Node load a WebSocket client as well, because a module's names are all read: 11 MB, of the 60
// that a small board should give to a countersigner.
const { createServer } = process.getBuiltinModule('node:http');

export interface CountersignerServerOptions {
  readonly countersigner: Countersigner;
  readonly store: SeenTrees;
  /** Origins it countersigns, for finding one by its hash. */
  readonly origins: () => readonly string[];
  /** What `GET /` says: who this is, for people. */
  readonly about: () => string;
  readonly onError: (error: unknown) => void;
}

/**
 * Connections held at once, each with a body of at most 64 KiB: what a flood can make it remember. A log
 * is answered in milliseconds.
 */
const maxConnections = 64;

/** The HTTP interface of a countersigner (tlog-witness), submission and monitoring under one prefix. */
export function countersignerServer(options: CountersignerServerOptions): Server {
  const limits = {
    // A slow client holds a connection for seconds, not for ever.
    headersTimeout: 5_000,
    requestTimeout: 10_000,
    // Node looks for slow ones every half minute otherwise.
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 8_192,
  };
  const server = createServer(limits, (request, response) => {
    answer(options, request).then(
      (reply) => send(response, reply),
      (error: unknown) => {
        // Who hangs up, or is dropped, is nobody to tell of.
        if (request.socket.destroyed) return;
        options.onError(error);
        send(response, plain(500, 'Something went wrong here.'));
      },
    );
  });
  server.maxRequestsPerSocket = 10_000;
  dropIdlest(server);
  return server;
}

/**
 * Makes room for a new connection by dropping the one that was not answered for the longest time. To
 * refuse new ones instead would let whoever holds them all keep the logs out.
 */
function dropIdlest(server: Server): void {
  // In the order of their last answers.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    const [idlest] = sockets;
    if (sockets.size >= maxConnections) idlest?.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    response.once('finish', () => {
      if (sockets.delete(socket)) sockets.add(socket);
    });
  });
}

type Reply = Pick<Answer, 'type' | 'body'> & { readonly status: number };

async function answer(
  { countersigner, store, origins, about }: CountersignerServerOptions,
  request: IncomingMessage,
): Promise<Reply> {
  const path = request.url ?? '/';
  if (request.method === 'POST' && path === '/add-checkpoint') {
    const body = await readBody(request);
    if (body === undefined) return plain(413, 'The request is too long.');
    return countersigner.addCheckpoint(body);
  }
  if (request.method !== 'GET') return plain(405, 'There is no such thing here.');
  if (path === '/') return plain(200, about());
  const [, hash] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path) ?? [];
  const origin = origins().find((one) => createHash('sha256').update(one).digest('hex') === hash);
  const seen = origin === undefined ? undefined : await store.read(origin);
  if (seen === undefined) return plain(404, 'There is no such thing here.');
  return { ...plain(200, ''), body: seen.note };
}

/** How much of a body that is too long is read on, so that its sender gets to hear the answer. */
const maxDrainedBytes = 1_048_576;

/** Grows one buffer: of a body that comes byte by byte, a piece for each would take a hundred times its length. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const announced = Number(request.headers['content-length'] ?? 4096);
  let body = Buffer.alloc(Math.min(maxSubmissionBytes, announced));
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    const at = length;
    length += chunk.length;
    if (length > maxDrainedBytes) return undefined;
    if (length > maxSubmissionBytes) continue;
    if (length > body.length) {
      const larger = Buffer.alloc(Math.min(maxSubmissionBytes, Math.max(length, 2 * body.length)));
      body.copy(larger, 0, 0, at);
      body = larger;
    }
    body.set(chunk, at);
  }
  return length > maxSubmissionBytes ? undefined : body.subarray(0, length);
}

function send(response: ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}

function plain(status: number, sentence: string): Reply {
  return { status, type: 'text/plain; charset=utf-8', body: `${sentence}\n` };
}
