/** Why no answer came from a time-stamping authority. */
export type ExchangeFailureCode =
  | 'unreachable'
  | 'slow'
  | 'status-wrong'
  | 'content-type-wrong'
  | 'answer-too-large';

export type Exchange =
  | { readonly ok: true; readonly answer: Uint8Array }
  | { readonly ok: false; readonly code: ExchangeFailureCode; readonly detail: string };

export interface ExchangeLimits {
  readonly fetch: typeof fetch;
  /** For the whole exchange, the last octet of the answer included. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/** Ends an exchange; becomes a value where it ends. */
class ExchangeFailure extends Error {
  override readonly name = 'ExchangeFailure';
  readonly code: ExchangeFailureCode;

  constructor(code: ExchangeFailureCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/**
 * Sends a request to a time-stamping authority (RFC 3161 §3.4). Attacker: an authority, or whoever sits
 * between on plain http, that never answers, drips, sends without end or sends us elsewhere.
 */
export async function exchange(
  url: string,
  request: Uint8Array<ArrayBuffer>,
  limits: ExchangeLimits,
): Promise<Exchange> {
  const signal = AbortSignal.timeout(limits.timeoutMs);
  try {
    // Raced, or a transport that does not heed the signal would hold the log up.
    return {
      ok: true,
      answer: await Promise.race([send(url, request, limits, signal), end(signal)]),
    };
  } catch (error) {
    if (error instanceof ExchangeFailure) {
      return { ok: false, code: error.code, detail: error.message };
    }
    if (signal.aborted) {
      return { ok: false, code: 'slow', detail: `no whole answer within ${limits.timeoutMs} ms` };
    }
    return { ok: false, code: 'unreachable', detail: causeOf(error) };
  }
}

async function send(
  url: string,
  request: Uint8Array<ArrayBuffer>,
  limits: ExchangeLimits,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const response = await limits.fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/timestamp-query',
      accept: 'application/timestamp-reply',
    },
    body: request,
    signal,
    // The operator named this authority and no other.
    redirect: 'error',
    credentials: 'omit',
  });
  try {
    requireAnswer(response);
    return await readBody(response, limits.maxBytes);
  } catch (error) {
    // Not awaited: a stream that hangs would hang its end too.
    response.body?.cancel().catch(() => undefined);
    throw error;
  }
}

function requireAnswer(response: Response): void {
  if (response.status !== 200) {
    throw new ExchangeFailure('status-wrong', `HTTP status ${response.status}`);
  }
  const type = response.headers.get('content-type') ?? '';
  const [mediaType = ''] = type.split(';');
  if (mediaType.trim().toLowerCase() !== 'application/timestamp-reply') {
    throw new ExchangeFailure('content-type-wrong', `content type ${type.slice(0, 80)}`);
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  if (reader === undefined) return new Uint8Array();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      length += part.value.length;
      if (length > maxBytes) {
        throw new ExchangeFailure('answer-too-large', `an answer of more than ${maxBytes} octets`);
      }
      chunks.push(part.value);
    }
  } finally {
    reader.releaseLock();
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function end(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });
}

/** fetch hides what the network said behind "fetch failed". */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message.slice(0, 200) : 'unknown';
}
