import { request, type Dispatcher } from 'undici';
import { ForbiddenAddress, guardedAgent } from '#platform/outbound';

/** Why no answer came. */
export type AskFailure =
  | 'unreachable'
  | 'slow'
  | 'too-long'
  /** The name leads to where secrets of this server's own network are given out. */
  | 'address-forbidden';

export type Answer =
  | { readonly status: number; readonly text: string }
  | { readonly failure: AskFailure };

/**
 * Posts text, or gets, and reads a short answer. Follows no redirect, and gives up on who is slow or does not
 * stop: the other side may be hostile, and whoever holds its name may let it lead into this server's own network.
 */
export async function askLimited(
  url: URL,
  body: string | undefined,
  options: {
    readonly timeoutMs: number;
    readonly maxBytes: number;
    readonly signal?: AbortSignal;
    readonly agent?: Dispatcher;
  },
): Promise<Answer> {
  const limit = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal === undefined ? limit : AbortSignal.any([limit, options.signal]);
  try {
    const answer = await request(url, {
      dispatcher: options.agent ?? guardedAgent,
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && {
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body,
      }),
      signal,
    });
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > options.maxBytes) {
        answer.body.destroy();
        return { failure: 'too-long' };
      }
      chunks.push(chunk);
    }
    return { status: answer.statusCode, text: Buffer.concat(chunks).toString('utf8') };
  } catch (error) {
    if (error instanceof ForbiddenAddress) return { failure: 'address-forbidden' };
    return { failure: limit.aborted ? 'slow' : 'unreachable' };
  }
}
