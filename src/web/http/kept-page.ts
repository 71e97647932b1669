import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

export type Encoding = 'br' | 'gzip' | 'identity';

/** A rendered page in every encoding, ready to be sent without any further thought. */
export interface KeptPage {
  freshUntil: number;
  readonly etag: string;
  readonly bytes: Readonly<Record<Encoding, Buffer>>;
  /** Names and values in turn, as `writeHead` takes them fastest. */
  readonly headers: Readonly<Record<Encoding, readonly string[]>>;
  readonly size: number;
}

/** The entity tag of a body: weak, because the same page goes out in several encodings. */
export function etagOf(body: Buffer): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
}

/** Compresses a page once for all who will ask for it. */
export async function compress(
  body: Buffer,
  etag: string,
  from: Headers,
  freshUntil: number,
): Promise<KeptPage> {
  const [gz, br] = await Promise.all([
    gzipped(body, { level: 6 }),
    brotlied(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength,
      },
    }),
  ]);
  const encoded = { br, gzip: gz, identity: body };
  const shared = [...from].filter(([name]) => !['content-length', 'etag', 'date'].includes(name));
  const headersOf = (encoding: Encoding): string[] => [
    ...shared.flat(),
    'etag',
    etag,
    'content-length',
    String(encoded[encoding].byteLength),
    ...(encoding === 'identity' ? [] : ['content-encoding', encoding]),
  ];
  return {
    freshUntil,
    etag,
    bytes: encoded,
    headers: { br: headersOf('br'), gzip: headersOf('gzip'), identity: headersOf('identity') },
    size: br.byteLength + gz.byteLength + body.byteLength,
  };
}

/** Sends a kept page, or 304 to who has it already. */
export function send(page: KeptPage, request: IncomingMessage, response: ServerResponse): void {
  const encoding = preferredEncoding(request.headers['accept-encoding']);
  const headers = page.headers[encoding];
  if (names(request.headers['if-none-match'], page.etag)) {
    response.writeHead(304, withoutBodyHeaders(headers));
    response.end();
    return;
  }
  // writeHead does not change the list, though its type does not say so.
  response.writeHead(200, headers as string[]);
  response.end(request.method === 'HEAD' ? undefined : page.bytes[encoding]);
}

function withoutBodyHeaders(headers: readonly string[]): string[] {
  return headers.filter((_, index) => {
    const name = headers[index - (index % 2)] ?? '';
    return !name.startsWith('content-') || name === 'content-security-policy';
  });
}

/** The best encoding a browser takes. */
// An encoding refused with q=0 is rarer than the cost of reading weights; it is looked for by name.
export function preferredEncoding(accepted: string | string[] | undefined): Encoding {
  const list = String(accepted ?? '');
  if (accepts(list, 'br')) return 'br';
  return accepts(list, 'gzip') ? 'gzip' : 'identity';
}

function accepts(list: string, encoding: 'br' | 'gzip'): boolean {
  const at = list.indexOf(encoding);
  return at !== -1 && !/^\s*;\s*q=0(?:\.0*)?\s*(?:,|$)/.test(list.slice(at + encoding.length));
}

function names(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.includes(etag.slice(2));
}
