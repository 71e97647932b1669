import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Answer, Countersigner } from '../countersigner.ts';
import type { SeenTrees } from '../store.ts';
import { maxSubmissionBytes } from '../submission.ts';

export interface CountersignerServerOptions {
  readonly countersigner: Countersigner;
  readonly store: SeenTrees;
  /** Origins it countersigns, for finding one by its hash. */
  readonly origins: () => readonly string[];
  /** What `GET /` says: who this is, for people. */
  readonly about: () => string;
  readonly onError: (error: unknown) => void;
}

/** The HTTP interface of a countersigner (tlog-witness), submission and monitoring under one prefix. */
export function countersignerServer(options: CountersignerServerOptions): Server {
  const server = createServer((request, response) => {
    answer(options, request).then(
      (reply) => send(response, reply),
      (error: unknown) => {
        options.onError(error);
        send(response, plain(500, 'Something went wrong here.'));
      },
    );
  });
  // A slow client holds a connection for seconds, not for ever.
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  server.maxRequestsPerSocket = 10_000;
  return server;
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

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxSubmissionBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
