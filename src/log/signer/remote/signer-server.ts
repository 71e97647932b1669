import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { KeyProblem } from '@countersign/countersigner/node';
import { LogError } from '../../log-error.ts';
import type { KeyKeeper } from '../key-keeper.ts';
import type { Signer } from '../signer.ts';
import {
  headers,
  isMac,
  isNonce,
  macOf,
  maxMessageBytes,
  operations,
  signerPrefix,
  type Operation,
} from './message.ts';
import { headToJson, questions } from './shapes.ts';

export interface SignerServerOptions {
  readonly signer: Signer;
  readonly keeper: KeyKeeper;
  readonly secret: Buffer;
  readonly onError: (error: unknown) => void;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A proof from another size than the one that was signed last. */
class Stale extends Error {}

/**
 * A signer for an instance on another machine. It signs what follows from what it signed, proven anew
 * here, whoever asks; who does not know the secret is not even heard.
 */
export function signerServer(options: SignerServerOptions): Server {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.onError(error);
      response.destroy();
    });
  });
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  return server;
}

async function answer(
  options: SignerServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const operation = operationOf(request);
  const nonce = request.headers[headers.nonce];
  const body = await readBody(request);
  const isKnown =
    operation !== undefined &&
    body !== undefined &&
    isNonce(nonce) &&
    isMac(request.headers[headers.mac], macOf(options.secret, { operation, nonce, body }));
  if (!isKnown) {
    send(response, { status: 401, body: '{"code":"unknown","message":"Who are you?"}' });
    return;
  }
  const said = await perform(options, operation, body);
  send(response, said, macOf(options.secret, { operation, nonce, ...said }));
}

function operationOf({ method, url = '' }: IncomingMessage): Operation | undefined {
  if (method !== 'POST' || !url.startsWith(signerPrefix)) return undefined;
  return operations.find((one) => one === url.slice(signerPrefix.length));
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxMessageBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function perform(
  options: SignerServerOptions,
  operation: Operation,
  body: string,
): Promise<Answer> {
  try {
    const answered = await performers[operation](options, JSON.parse(body));
    return { status: 200, body: JSON.stringify(answered) };
  } catch (error) {
    if (error instanceof Stale) return refusal(412, 'stale', 'Something was signed in between.');
    if (error instanceof LogError || error instanceof KeyProblem) {
      return refusal(409, error.code, error.message);
    }
    options.onError(error);
    return refusal(500, 'bug', 'The signer failed; its own output says why.');
  }
}

type Perform = (options: SignerServerOptions, question: unknown) => Promise<object>;

const performers: Readonly<Record<Operation, Perform>> = {
  async state({ signer }) {
    const last = await signer.last();
    return {
      keys: await signer.verifierKeys(),
      last: last === undefined ? null : headToJson(last),
    };
  },
  async sign({ signer }, question) {
    const { head, oldSize, proof } = questions.sign.parse(question);
    const note = await signer.sign(head, (from) =>
      from === oldSize ? Promise.resolve(proof) : Promise.reject(new Stale()),
    );
    return { note };
  },
  async remember({ signer }, question) {
    await signer.remember(questions.remember.parse(question).head);
    return {};
  },
  async successor({ keeper }, question) {
    return { successor: await keeper.makeSuccessor(questions.successor.parse(question).from) };
  },
  async retire({ keeper }, question) {
    await keeper.retire(questions.retire.parse(question).from);
    return {};
  },
};

function refusal(status: number, code: string, message: string): Answer {
  return { status, body: JSON.stringify({ code, message }) };
}

function send(response: ServerResponse, { status, body }: Answer, mac?: string): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...(mac !== undefined && { [headers.mac]: mac }),
  });
  response.end(body);
}
