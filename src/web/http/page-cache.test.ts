import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { listen, type Listening } from './listen.ts';
import { preferredEncoding } from './kept-page.ts';
import { createPageCache, type PageCacheOptions } from './page-cache.ts';

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.stop(0);
  listening = undefined;
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server whose pages count how often they are rendered. */
async function serverWith(make: (count: number) => Response, options: Partial<PageCacheOptions>) {
  let time = 0;
  let rendered = 0;
  const cache = createPageCache({ now: () => time, ...options });
  listening = await listen({
    host: '127.0.0.1',
    port: 0,
    pageCache: cache,
    fetch: (request) => {
      const { pathname } = new URL(request.url);
      return cache.through(pathname, () => Promise.resolve(make((rendered += 1))));
    },
  });
  const { port } = listening;
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<Answer>((resolve, reject) => {
      const request = httpRequest({ port, path, headers, method, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      request.on('error', reject).end();
    });
  return {
    cache,
    get,
    rendered: () => rendered,
    pass: (ms: number) => {
      time += ms;
    },
  };
}

const page = (text: string, headers: Record<string, string> = {}, status = 200) =>
  new Response(text, { status, headers: { 'Content-Type': 'text/html', ...headers } });

test('a page is rendered once while it is fresh, and again after', async () => {
  const { get, rendered, pass } = await serverWith((n) => page(`page ${n}`), { freshMs: 1000 });
  expect(String((await get('/en')).body)).toBe('page 1');
  pass(900);
  expect(String((await get('/en')).body)).toBe('page 1');
  expect(rendered()).toBe(1);
  pass(200);
  expect(String((await get('/en')).body)).toBe('page 2');
  expect(String((await get('/en')).body)).toBe('page 2');
  expect(rendered()).toBe(2);
});

test('publishing is seen at once', async () => {
  const { cache, get } = await serverWith((n) => page(`page ${n}`), { freshMs: 60_000 });
  await get('/en');
  cache.flush();
  expect(String((await get('/en')).body)).toBe('page 2');
});

test('what does not concern a page leaves it kept', async () => {
  const { cache, get } = await serverWith((n) => page(`page ${n}`), { freshMs: 60_000 });
  await get('/en');
  await get('/en/log');
  cache.flush((path) => path === '/en/log');
  expect(String((await get('/en')).body)).toBe('page 1');
  expect(String((await get('/en/log')).body)).toBe('page 3');
});

test('a page whose rendering began before publishing is not kept', async () => {
  const cache = createPageCache({ freshMs: 60_000 });
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const before = cache.through('/en', () => held.then(() => page('old')));
  cache.flush();
  release();
  expect(await (await before).text()).toBe('old');
  const after = await cache.through('/en', () => Promise.resolve(page('new')));
  expect(await after.text()).toBe('new');
});

test('many who ask at once wait for one rendering', async () => {
  const cache = createPageCache();
  let rendered = 0;
  const all = await Promise.all(
    Array.from({ length: 20 }, () =>
      cache.through('/en', () => Promise.resolve(page(`page ${(rendered += 1)}`))),
    ),
  );
  expect(rendered).toBe(1);
  expect(await Promise.all(all.map((response) => response.text()))).toEqual(
    Array.from({ length: 20 }, () => 'page 1'),
  );
});

test.each([
  ['a cookie', { 'Set-Cookie': 'a=b' }, 200],
  ['what its page forbids to keep', { 'Cache-Control': 'no-store' }, 200],
  ['a missing page', {}, 404],
  ['a bug', {}, 500],
])('%s is not kept', async (_name, headers, status) => {
  const { get, rendered } = await serverWith(() => page('x', headers, status), {});
  await get('/en');
  await get('/en');
  expect(rendered()).toBe(2);
});

test('the kept page is sent in the encoding the browser takes', async () => {
  const text = 'the words behind a number '.repeat(50);
  const { get } = await serverWith(() => page(text), {});
  await get('/en');
  const br = await get('/en', { 'Accept-Encoding': 'gzip, deflate, br' });
  expect(br.headers['content-encoding']).toBe('br');
  expect(String(brotliDecompressSync(br.body))).toBe(text);
  const gz = await get('/en', { 'Accept-Encoding': 'gzip' });
  expect(String(gunzipSync(gz.body))).toBe(text);
  const plain = await get('/en');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(String(plain.body)).toBe(text);
  expect(plain.headers['content-length']).toBe(String(text.length));
});

test('who has the page already is told so, without its bytes', async () => {
  const { get } = await serverWith(() => page('x'), {});
  const { headers } = await get('/en');
  const again = await get('/en', { 'If-None-Match': headers.etag ?? '' });
  expect(again.status).toBe(304);
  expect(again.body.byteLength).toBe(0);
  expect(again.headers['content-length']).toBeUndefined();
  expect((await get('/en', { 'If-None-Match': 'W/"other"' })).status).toBe(200);
});

test('HEAD tells the length and sends nothing', async () => {
  const { get } = await serverWith(() => page('four'), {});
  await get('/en');
  const head = await get('/en', {}, 'HEAD');
  expect(head.headers['content-length']).toBe('4');
  expect(head.body.byteLength).toBe(0);
});

test('memory is bounded: the pages unread for longest leave', async () => {
  const { get, rendered } = await serverWith((n) => page(`${n} `.repeat(100)), {
    freshMs: 60_000,
    maxBytes: 4000,
  });
  for (let i = 0; i < 50; i += 1) await get(`/en/${i}`);
  expect(rendered()).toBe(50);
  await get('/en/49');
  expect(rendered()).toBe(50);
  await get('/en/0');
  expect(rendered()).toBe(51);
});

test('an encoding refused by weight is not used', () => {
  expect(preferredEncoding('br;q=0, gzip')).toBe('gzip');
  expect(preferredEncoding('br;q=0.5')).toBe('br');
  expect(preferredEncoding('gzip;q=0')).toBe('identity');
  expect(preferredEncoding(undefined)).toBe('identity');
});
