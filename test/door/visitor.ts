import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';

/** An answer as it came over the wire, its body in plain text. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** Someone who asks by hand: nothing tidies the path or the headers, as a browser or `fetch` would. */
export interface Visitor {
  ask(path: string, asked?: Asked): Promise<Answer>;
  /** Sends a form as our own page would. */
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>;
}

/** @param cookie goes along with everything that is asked; none for a stranger. */
export function visitorOf(origin: string, cookie?: { name: string; value: string }): Visitor {
  const own = cookie === undefined ? {} : { Cookie: `${cookie.name}=${cookie.value}` };
  const ask = (path: string, { method = 'GET', headers = {}, body }: Asked = {}) =>
    send(origin, path, method, { ...own, ...headers }, body);
  return {
    ask,
    post: (path, fields) =>
      ask(path, {
        method: 'POST',
        headers: {
          'Sec-Fetch-Site': 'same-origin',
          'Content-Type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(fields).toString(),
      }),
  };
}

function send(
  origin: string,
  path: string,
  method: string,
  headers: OutgoingHttpHeaders,
  body: string | Buffer | undefined,
): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asked = request(
      { hostname, port, path, method, headers: { ...length, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Follows every link of a page to this site, from `start`, and returns each address with its answer. */
export async function crawl(
  visitor: Visitor,
  start: readonly string[],
  most = 400,
): Promise<ReadonlyMap<string, Answer>> {
  const seen = new Map<string, Answer>();
  const waiting = [...start];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(path) || seen.size >= most) continue;
    const answer = await visitor.ask(path);
    seen.set(path, answer);
    const type = answer.headers['content-type'] ?? '';
    if (type.startsWith('text/html')) waiting.push(...linksOf(answer.body));
    if (answer.headers.location?.startsWith('/') === true) waiting.push(answer.headers.location);
  }
  return seen;
}

function linksOf(html: string): string[] {
  return [...html.matchAll(/(?:href|src|action)="([^"#]+)/g)]
    .map(([, link = '']) => link.replaceAll('&amp;', '&'))
    .filter((link) => link.startsWith('/') && !link.startsWith('//'));
}
