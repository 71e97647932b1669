import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createApp, type Answered, type AppDeps } from './app.ts';
import { listen, type Listening } from './listen.ts';
import { createPageCache } from './page-cache.ts';

const cleanups: Listening[] = [];
afterEach(async () => {
  for (const listening of cleanups.splice(0)) await listening.stop(0);
});

async function start(answer: AppDeps['web']['answer'], watching: Partial<AppDeps> = {}) {
  const pageCache = createPageCache();
  const app = createApp({
    publicUrl: new URL('http://record.example'),
    instance: () => ({ name: 'R', publicUrl: 'http://record.example', demonstration: false }),
    web: { answer, files: (_c, next) => next(), stylesheets: [] },
    pageCache,
    sessionCookie: 'session',
    findSession: () => Promise.resolve(undefined),
    rememberLocale: () => Promise.resolve(),
    ready: () => Promise.resolve(true),
    answered: () => {},
    report: (error) => {
      throw error;
    },
    limits: {
      urlCharacters: 1000,
      bodyBytes: 100,
      longFormBytes: 100,
      uploadBytes: 100,
      inFlight: 10,
    },
    ...watching,
  });
  const listening = await listen({ host: '127.0.0.1', port: 0, fetch: app.fetch, pageCache });
  cleanups.push(listening);
  return { listening, url: `http://127.0.0.1:${listening.port}` };
}

const sameOrigin = { 'Sec-Fetch-Site': 'same-origin' };

test('a form goes over the wire to the page, and a HEAD brings headers', async () => {
  const { url } = await start(
    async (request) => new Response(`${request.method} ${request.url} ${await request.text()}`),
  );
  const posted = await fetch(`${url}/desk?x=1`, {
    method: 'POST',
    headers: sameOrigin,
    body: new URLSearchParams({ a: 'b' }),
  });
  expect(await posted.text()).toBe('POST http://record.example/desk?x=1 a=b');
  const head = await fetch(`${url}/en`, { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(await (await fetch(`${url}/en`)).text()).toBe('GET http://record.example/en ');
});

test('a stream that is too long is cut off', async () => {
  const { url } = await start(async (request) => new Response(await request.text()));
  const chunk = new Uint8Array(60);
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      if (sent > 5) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers: sameOrigin,
    body,
    duplex: 'half',
  };
  expect((await fetch(`${url}/desk`, init)).status).toBe(413);
});

test('stopping lets what is under way finish and takes nothing new', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { url, listening } = await start(async () => {
    begin();
    await held;
    return new Response('finished');
  });
  const underWay = fetch(`${url}/desk`);
  await begun;
  const stopped = listening.stop();
  await expect(fetch(`${url}/desk`)).rejects.toThrow();
  release();
  expect(await (await underWay).text()).toBe('finished');
  await stopped;
});

test('stopping cuts off who does not finish', async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { listening } = await start(() => {
    begin();
    return new Promise(() => {});
  });
  const socket = connect(listening.port, '127.0.0.1');
  const cut = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => {});
  socket.write('GET /desk HTTP/1.1\r\nHost: x\r\n\r\n');
  await begun;
  await listening.stop(0);
  await cut;
});

test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=b'])(
  'a client that goes away in the middle of a body (%s) is no error',
  async (type) => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<Answered>();
    const reported: unknown[] = [];
    const { listening } = await start(
      async (request) => {
        begin();
        return new Response((await request.formData()).get('a'));
      },
      { answered: answer, report: (error) => reported.push(error) },
    );
    const socket = connect(listening.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `POST /desk HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: ${type}\r\nContent-Length: 90\r\n\r\na=b`,
    );
    await begun;
    socket.destroy();
    expect(await answered).toMatchObject({ status: 499 });
    expect(reported).toEqual([]);
  },
);

test('a bug is written down although the client went away', async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<AbortSignal>();
  const { promise: reported, resolve: report } = Promise.withResolvers<unknown>();
  const { listening } = await start(
    async (request) => {
      begin(request.signal);
      await new Promise((resolve) => request.signal.addEventListener('abort', resolve));
      throw new TypeError('a bug');
    },
    { report },
  );
  const socket = connect(listening.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET /desk HTTP/1.1\r\nHost: x\r\n\r\n');
  await begun;
  socket.destroy();
  expect(await reported).toMatchObject({ message: 'a bug' });
});
