import type { MiddlewareHandler } from 'hono';
import { isMultipart } from '../forms/multipart.ts';

const mebibyte = 1024 * 1024;

/** What one request may cost. The attacker is anyone who can reach the port. */
export interface Limits {
  readonly urlCharacters: number;
  readonly bodyBytes: number;
  /** For pages that take files, when none is sent: the text of a document may be typed in. */
  readonly longFormBytes: number;
  /** For bodies with files (multipart), which such a page reads as a stream. */
  readonly uploadBytes: number;
  /** Requests answered at once; more are told to come back. */
  readonly inFlight: number;
}

export const defaultLimits: Limits = {
  urlCharacters: 4096,
  bodyBytes: mebibyte,
  // Two million letters, each as nine characters of a form.
  longFormBytes: 20 * mebibyte,
  uploadBytes: 512 * mebibyte,
  inFlight: 500,
};

/** Why a request was turned away before a page saw it. */
export class Overload extends Error {
  override readonly name = 'Overload';
  readonly status: 413 | 414 | 503;

  constructor(status: 413 | 414 | 503) {
    super(`request refused with ${status}`);
    this.status = status;
  }
}

/** @throws Overload 414 for an address longer than anything we link to. */
export function limitUrl(limits: Limits): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.url.length > limits.urlCharacters) throw new Overload(414);
    await next();
  };
}

/** @throws Overload 503 when too many requests are being answered already. */
export function limitInFlight(limits: Limits): MiddlewareHandler {
  let inFlight = 0;
  return async (_c, next) => {
    if (inFlight >= limits.inFlight) throw new Overload(503);
    inFlight += 1;
    try {
      await next();
    } finally {
      inFlight -= 1;
    }
  };
}

/**
 * Ends a body that is longer than its page takes, without keeping it in memory first.
 *
 * A body announced too long is refused at once; one that only proves too long is cut off, and
 * whatever the page then made of the cut is replaced by the refusal.
 *
 * @throws Overload 413
 */
export function limitBody(
  limits: Limits,
  takesFiles: (path: string) => boolean,
): MiddlewareHandler {
  return async (c, next) => {
    const { body, headers } = c.req.raw;
    if (body === null) return next();
    const most = mostBytes(limits, takesFiles(c.req.path), headers);
    if (Number(headers.get('Content-Length') ?? 0) > most) throw new Overload(413);
    let bytes = 0;
    let tooLong = false;
    const counted = body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.byteLength;
          if (bytes > most) {
            tooLong = true;
            controller.error(new Overload(413));
          } else {
            controller.enqueue(chunk);
          }
        },
      }),
    );
    c.req.raw = withBody(c.req.raw, counted);
    await next();
    if (tooLong) throw new Overload(413);
  };
}

function mostBytes(limits: Limits, takesFiles: boolean, headers: Headers): number {
  if (!takesFiles) return limits.bodyBytes;
  return isMultipart(headers) ? limits.uploadBytes : limits.longFormBytes;
}

// Field by field: the request the Node adapter hands us is not one that `new Request` can copy.
function withBody(request: Request, body: ReadableStream<Uint8Array>): Request {
  const { method, headers, signal } = request;
  // The DOM's types do not know `duplex`, without which Node takes no stream.
  const init: RequestInit & { duplex: 'half' } = { method, headers, signal, body, duplex: 'half' };
  return new Request(request.url, init);
}
