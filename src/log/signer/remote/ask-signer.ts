import { randomBytes } from 'node:crypto';
import { Agent, request, type Dispatcher } from 'undici';
import type { ZodType } from 'zod';
import { LogError, type LogErrorCode } from '../../log-error.ts';
import { headers, isMac, macOf, maxMessageBytes, signerPrefix, type Operation } from './message.ts';
import { refused } from './shapes.ts';

/** Where a signer on another machine is, and what it is known by. */
export interface SignerAddress {
  /** `http://…`, `https://…`, or `unix:/absolute/path` of a socket. */
  readonly url: string;
  readonly secret: Buffer;
  readonly timeoutMs: number;
}

/** The signer has signed something since the proof was made. */
export class StaleProof extends Error {}

// What a signer may refuse by a code of its own; anything else is a fault there.
const known: readonly LogErrorCode[] = [
  'signer-ahead',
  'signer-contradicted',
  'last-signed-damaged',
  'out-of-room',
  'key-other',
];

/** @throws LogError, StaleProof. */
export async function askSigner<Answer>(
  address: SignerAddress,
  operation: Operation,
  question: object,
  shape: ZodType<Answer>,
): Promise<Answer> {
  const nonce = randomBytes(16).toString('hex');
  const body = JSON.stringify(question);
  const mac = macOf(address.secret, { operation, nonce, body });
  const said = await post(address, operation, body, { nonce, mac });
  const expected = macOf(address.secret, {
    operation,
    nonce,
    status: said.status,
    body: said.body,
  });
  if (!isMac(said.mac, expected)) throw secretError(address.url, said.status);
  const json = parsed(said.body);
  if (said.status === 412) throw new StaleProof();
  if (said.status !== 200) throw refusalOf(json);
  const answer = shape.safeParse(json);
  if (!answer.success) throw malformed();
  return answer.data;
}

interface Said {
  readonly status: number;
  readonly mac: unknown;
  readonly body: string;
}

async function post(
  { url, timeoutMs }: SignerAddress,
  operation: Operation,
  body: string,
  { nonce, mac }: { readonly nonce: string; readonly mac: string },
): Promise<Said> {
  const [base, dispatcher] = route(url);
  try {
    const answer = await request(new URL(`${signerPrefix}${operation}`, base), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [headers.nonce]: nonce,
        [headers.mac]: mac,
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
      ...(dispatcher !== undefined && { dispatcher }),
    });
    const read = await readLimited(answer.body);
    return { status: answer.statusCode, mac: answer.headers[headers.mac], body: read };
  } catch (error) {
    throw new LogError(
      'signer-away',
      `The signer at ${url} does not answer. Nothing is lost: what is published waits, and goes on by itself once the signer runs (countersign log signer serve).`,
      { cause: error },
    );
  } finally {
    await dispatcher?.close();
  }
}

function route(url: string): [string, Dispatcher | undefined] {
  if (!url.startsWith('unix:')) return [url, undefined];
  const socketPath = url.slice('unix:'.length);
  return ['http://signer', new Agent({ connect: { socketPath } })];
}

async function readLimited(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > maxMessageBytes) throw new Error('an answer longer than any');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed();
  }
}

function refusalOf(json: unknown): LogError {
  const said = refused.safeParse(json);
  if (!said.success) return malformed();
  const { code, message } = said.data;
  const own = known.find((one) => one === code);
  return own === undefined
    ? new LogError('signer-wrong', `The signer on the other machine refuses: ${message}`)
    : new LogError(own, message);
}

function secretError(url: string, status: number): LogError {
  const who =
    status === 401
      ? 'says that it shares no secret with this instance'
      : 'answers without knowing the secret: it is not the signer';
  return new LogError(
    'signer-secret',
    `What is at ${url} ${who}. Bring the secret file of the signer here (LOG_SIGNER_SECRET), or mend LOG_SIGNER_URL.`,
  );
}

function malformed(): LogError {
  return new LogError(
    'signer-wrong',
    'The signer on the other machine answers what cannot be read. Run the same version of Countersign there.',
  );
}
