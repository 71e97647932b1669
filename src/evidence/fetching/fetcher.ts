import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';
import type { Readable, Transform } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import {
  checkedAgent,
  checkHost,
  systemResolver,
  type CheckedAgent,
  type Resolver,
} from './checked-connection.ts';
import {
  asFetchFailure,
  FetchFailure,
  type FetchRecord,
  type FetchResult,
  type Redirect,
} from './fetch-result.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';
import { checkedUrl } from './checked-url.ts';

export interface FetchLimits {
  readonly maxBytes: number;
  readonly maxRedirects: number;
  readonly resolveMs: number;
  readonly connectMs: number;
  /** From the request to the last header. */
  readonly headersMs: number;
  /** Longest silence within the body. */
  readonly bodyMs: number;
  /** Everything together, redirects included: what bounds a server that drips. */
  readonly totalMs: number;
}

export const defaultFetchLimits: FetchLimits = {
  maxBytes: 20 * 1024 * 1024,
  maxRedirects: 5,
  resolveMs: 10_000,
  connectMs: 10_000,
  headersMs: 20_000,
  bodyMs: 15_000,
  totalMs: 60_000,
};

export interface FetchOptions {
  readonly limits?: Partial<FetchLimits>;
  /** Our own public address, told to the server so that its operator can ask who we are. */
  readonly publicUrl?: string;
  readonly resolver?: Resolver;
}

export type FetchAddress = (address: string, options?: FetchOptions) => Promise<FetchResult>;

const keptHeaders = [
  'content-type',
  'content-length',
  'content-encoding',
  'content-language',
  'content-disposition',
  'date',
  'last-modified',
  'etag',
  'link',
  'server',
];

/**
 * Makes the function that fetches an address. `allowLoopback` is for tests with a server on this
 * machine: it is an argument here and not exported by the folder's face, so that no configuration,
 * request or option of a fetch can ever set it.
 */
export function createFetchAddress({ allowLoopback = false } = {}): FetchAddress {
  const isAllowed = (address: string): boolean =>
    isPublicAddress(address) || (allowLoopback && isLoopbackAddress(address));
  return async (address, options = {}) => {
    const limits = { ...defaultFetchLimits, ...options.limits };
    const run: Run = {
      limits,
      options,
      isAllowed,
      anyPort: allowLoopback,
      deadline: AbortSignal.timeout(limits.totalMs),
      record: { requestedAddress: address, finalAddress: address, redirects: [], headers: {} },
    };
    try {
      return { ok: true, ...(await follow(run, address)) };
    } catch (cause) {
      const { code, message } = asFetchFailure(cause);
      return { ok: false, code, detail: message, ...run.record, fetchedAt: now() };
    }
  };
}

interface Run {
  readonly limits: FetchLimits;
  readonly options: FetchOptions;
  readonly isAllowed: (address: string) => boolean;
  readonly anyPort: boolean;
  readonly deadline: AbortSignal;
  /** Filled as the fetch goes on, so that a failure too tells how far it came. */
  record: Omit<FetchRecord, 'fetchedAt'>;
}

type Fetched = Omit<Extract<FetchResult, { ok: true }>, 'ok'>;

async function follow(run: Run, address: string): Promise<Fetched> {
  let url = checkedUrl(address, run.anyPort);
  for (;;) {
    run.record = { ...run.record, finalAddress: url.href };
    const answer = await fetchOnce(run, url);
    if (!('location' in answer)) return answer;
    if (run.record.redirects.length >= run.limits.maxRedirects) {
      throw new FetchFailure(
        'too-many-redirects',
        `more than ${run.limits.maxRedirects} redirects`,
      );
    }
    const next = checkedUrl(answer.location, run.anyPort, url);
    const redirect: Redirect = { from: url.href, status: answer.status, to: next.href };
    run.record = { ...run.record, redirects: [...run.record.redirects, redirect] };
    url = next;
  }
}

async function fetchOnce(
  run: Run,
  url: URL,
): Promise<Fetched | { location: string; status: number }> {
  const { limits, options } = run;
  const host = await checkHost(
    url,
    options.resolver ?? systemResolver,
    run.isAllowed,
    limits.resolveMs,
  );
  const checked = checkedAgent(host, limits);
  try {
    const answer = await request(url, {
      dispatcher: checked.agent,
      headers: requestHeaders(options.publicUrl),
      signal: run.deadline,
    });
    run.record = { ...run.record, ...answerRecord(answer, checked) };
    const location = answer.headers['location'];
    if (answer.statusCode >= 300 && answer.statusCode < 400 && typeof location === 'string') {
      return { location, status: answer.statusCode };
    }
    if (answer.statusCode < 200 || answer.statusCode > 299) {
      throw new FetchFailure('status', `the server answered ${answer.statusCode}`);
    }
    return await readAnswer(run, answer);
  } finally {
    await checked.agent.destroy();
  }
}

function requestHeaders(publicUrl: string | undefined): Record<string, string> {
  return {
    'user-agent': publicUrl === undefined ? 'Countersign/0.1' : `Countersign/0.1 (+${publicUrl})`,
    accept: 'text/html,application/xhtml+xml,application/pdf,*/*;q=0.8',
    // Unpacked, so that what is preserved is what the server holds.
    'accept-encoding': 'identity',
  };
}

function answerRecord(
  answer: Dispatcher.ResponseData,
  checked: CheckedAgent,
): Pick<FetchRecord, 'status' | 'headers' | 'serverAddress' | 'tls'> {
  const headers = Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = [answer.headers[name] ?? []].flat().join(', ').slice(0, 2_000);
      return value === '' ? [] : [[name, value]];
    }),
  );
  return { status: answer.statusCode, headers, ...checked.connection() };
}

async function readAnswer(run: Run, answer: Dispatcher.ResponseData): Promise<Fetched> {
  const { maxBytes } = run.limits;
  const declared = Number(answer.headers['content-length'] ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  const packed = await collect(answer.body, maxBytes);
  const name = [answer.headers['content-encoding'] ?? []].flat().join(',').trim().toLowerCase();
  const isPacked = name !== '' && name !== 'identity';
  const body = isPacked ? await unpack(packed, name, maxBytes) : packed;
  return {
    ...run.record,
    status: answer.statusCode,
    body,
    mediaType: run.record.headers['content-type'],
    ...(isPacked && { contentEncoding: { name, decoded: true } }),
    fetchedAt: now(),
  };
}

async function collect(stream: Readable | Transform, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const part = Buffer.from(chunk as Uint8Array);
    size += part.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

/** One coding only: chains of codings occur in attacks, not in life (RFC 9110 §8.4). */
async function unpack(packed: Buffer, name: string, maxBytes: number): Promise<Buffer> {
  const decoders: Readonly<Record<string, (() => Transform) | undefined>> = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
    zstd: createZstdDecompress,
  };
  const decoder = Object.hasOwn(decoders, name) ? decoders[name]?.() : undefined;
  if (decoder === undefined) {
    throw new FetchFailure('broken-encoding', `unknown content encoding ${name.slice(0, 50)}`);
  }
  decoder.end(packed);
  return collect(decoder, maxBytes);
}

function tooLarge(maxBytes: number): FetchFailure {
  return new FetchFailure('too-large', `more than ${maxBytes} bytes`);
}

function now(): string {
  return new Date().toISOString();
}
