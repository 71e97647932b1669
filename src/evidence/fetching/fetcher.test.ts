import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { Resolver } from './checked-connection.ts';
import { createFetchAddress, type FetchOptions } from './fetcher.ts';
import { fetchAddress } from './index.ts';
import { selfSigned } from './self-signed-certificate.ts';

const fetchLocally = createFetchAddress({ allowLoopback: true });
const servers: Server[] = [];

const toLoopback: Resolver = () => Promise.resolve(['127.0.0.1']);
const toPrivate: Resolver = () => Promise.resolve(['10.0.0.1', 'fd00::1', '64:ff9b::a00:1']);
const toNothing: Resolver = () => new Promise(() => undefined);
const toError: Resolver = () => Promise.reject(new Error('ENOTFOUND'));

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}/`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

test('brings the bytes as served, with a record of how', async () => {
  const seen: NodeJS.Dict<string | string[]>[] = [];
  const url = await serve((request, response) => {
    seen.push(request.headers);
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'set-cookie': 'a=b',
      etag: '"1"',
    });
    response.end('<p>سلام</p>');
  });
  const result = await fetchLocally(`${url}#part`, { publicUrl: 'https://countersign.example' });
  expect(result).toMatchObject({
    ok: true,
    status: 200,
    finalAddress: url,
    serverAddress: '127.0.0.1',
    redirects: [],
    mediaType: 'text/html; charset=utf-8',
    headers: { etag: '"1"' },
  });
  expect(result.ok && result.body.toString()).toBe('<p>سلام</p>');
  expect(result.headers).not.toHaveProperty('set-cookie');
  expect(seen[0]).toMatchObject({
    'user-agent': 'Countersign/0.1 (+https://countersign.example)',
    'accept-encoding': 'identity',
  });
  expect(seen[0]).not.toHaveProperty('cookie');
});

test('connects to the address it checked, not to what the name says later', async () => {
  const url = await serve((request, response) => response.end(request.headers.host));
  let asked = 0;
  const resolver = (): Promise<string[]> => {
    asked += 1;
    return Promise.resolve(asked === 1 ? ['10.0.0.1', '127.0.0.1'] : ['10.0.0.1']);
  };
  const named = url.replace('127.0.0.1', 'rebind.example');
  const result = await fetchLocally(named, { resolver });
  expect(result).toMatchObject({ ok: true, serverAddress: '127.0.0.1' });
  expect(result.ok && result.body.toString()).toContain('rebind.example');
  expect(asked).toBe(1);
});

test.each([
  'http://127.0.0.1/',
  'http://localhost/',
  'http://0x7f.1/',
  'http://2130706433/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://169.254.169.254/latest/meta-data/',
  'http://192.168.0.1/',
  'http://user:secret@example.org/',
  'http://example.org:25/',
  'file:///etc/passwd',
  'ftp://example.org/',
])('%s is refused by what users get', async (address) => {
  expect(await fetchAddress(address, { resolver: toLoopback })).toMatchObject({
    ok: false,
    code: 'refused-address',
  });
});

test('no option of a fetch opens the loopback', async () => {
  const url = await serve((_request, response) => response.end('inside'));
  const options: FetchOptions & { allowLoopback: boolean } = { allowLoopback: true };
  expect(await fetchAddress(url, options)).toMatchObject({ ok: false, code: 'refused-address' });
});

test('a name that resolves to a private address is refused', async () => {
  const result = await fetchLocally('http://private.example/', { resolver: toPrivate });
  expect(result).toMatchObject({ ok: false, code: 'refused-address' });
  expect(result.ok || result.detail).not.toContain('10.0.0.1');
});

test.each([
  'http://169.254.169.254/',
  'http://10.0.0.1/',
  'file:///etc/passwd',
  '//a:b@127.0.0.1/',
])('a redirect to %s is refused', async (target) => {
  const url = await serve((_request, response) =>
    response.writeHead(302, { location: target }).end(),
  );
  expect(await fetchLocally(url)).toMatchObject({
    ok: false,
    code: 'refused-address',
    status: 302,
  });
});

test('follows redirects and records them, and stops at the sixth', async () => {
  const url = await serve((request, response) => {
    const step = Number(request.url?.slice(1));
    if (step === 0) response.end('here');
    else response.writeHead(301, { location: `/${step - 1}` }).end();
  });
  const found = await fetchLocally(`${url}5`);
  expect(found).toMatchObject({ ok: true, finalAddress: `${url}0` });
  expect(found.redirects).toHaveLength(5);
  expect(found.redirects[0]).toEqual({ from: `${url}5`, status: 301, to: `${url}4` });
  expect(await fetchLocally(`${url}6`)).toMatchObject({ ok: false, code: 'too-many-redirects' });
  const loop = await serve((_request, response) =>
    response.writeHead(302, { location: '/' }).end(),
  );
  expect(await fetchLocally(loop)).toMatchObject({ ok: false, code: 'too-many-redirects' });
});

test('an endless body ends at the size limit', async () => {
  const url = await serve((_request, response) => {
    const more = (): void => {
      while (response.write(Buffer.alloc(65_536, 'a')));
    };
    response.on('drain', more);
    more();
  });
  expect(await fetchLocally(url, { limits: { maxBytes: 1_000_000 } })).toMatchObject({
    ok: false,
    code: 'too-large',
  });
});

test('a length above the limit is refused before the body', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': '99999999' }).flushHeaders();
  });
  expect(await fetchLocally(url)).toMatchObject({ ok: false, code: 'too-large' });
});

test('a server that drips is bounded by the total time', async () => {
  const url = await serve((_request, response) => {
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  });
  expect(await fetchLocally(url, { limits: { totalMs: 300 } })).toMatchObject({
    ok: false,
    code: 'timeout',
  });
});

test('a server that never answers is bounded by the time for headers', async () => {
  const url = await serve(() => undefined);
  expect(await fetchLocally(url, { limits: { headersMs: 100, totalMs: 5_000 } })).toMatchObject({
    ok: false,
    code: 'timeout',
  });
});

test('a resolver that never answers is bounded', async () => {
  const result = await fetchLocally('http://slow.example/', {
    resolver: toNothing,
    limits: { resolveMs: 50 },
  });
  expect(result).toMatchObject({ ok: false, code: 'timeout' });
});

test('packed bodies are unpacked, bombs and broken ones refused', async () => {
  const bodies: Readonly<Record<string, [string, Buffer]>> = {
    '/fine': ['gzip', gzipSync('unpacked')],
    '/bomb': ['gzip', gzipSync(Buffer.alloc(30_000_000))],
    '/broken': ['gzip', Buffer.from('not gzip')],
    '/unknown': ['constructor', Buffer.from('x')],
  };
  const url = await serve((request, response) => {
    const [encoding, body] = bodies[request.url ?? ''] ?? ['', Buffer.alloc(0)];
    response.writeHead(200, { 'content-encoding': encoding }).end(body);
  });
  const fine = await fetchLocally(`${url}fine`);
  expect(fine).toMatchObject({ ok: true, contentEncoding: { name: 'gzip', decoded: true } });
  expect(fine.ok && fine.body.toString()).toBe('unpacked');
  expect(await fetchLocally(`${url}bomb`)).toMatchObject({ ok: false, code: 'too-large' });
  expect(await fetchLocally(`${url}broken`)).toMatchObject({ ok: false, code: 'broken-encoding' });
  expect(await fetchLocally(`${url}unknown`)).toMatchObject({ ok: false, code: 'broken-encoding' });
});

test('other answers, silence and nobody there have codes of their own', async () => {
  const missing = await serve((_request, response) => response.writeHead(404).end('no'));
  expect(await fetchLocally(missing)).toMatchObject({ ok: false, code: 'status', status: 404 });
  const cut = await serve((_request, response) => response.socket?.destroy());
  expect(await fetchLocally(cut)).toMatchObject({ ok: false, code: 'network' });
  expect(await fetchLocally('http://nowhere.example/', { resolver: toError })).toMatchObject({
    ok: false,
    code: 'dns',
  });
  expect(await fetchLocally('no address')).toMatchObject({ ok: false, code: 'invalid-address' });
});

test('a certificate nobody vouches for is refused', async () => {
  const port = await listen(createTlsServer(selfSigned, (_request, response) => response.end('x')));
  const result = await fetchLocally(`https://self-signed.test:${port}/`, {
    resolver: toLoopback,
  });
  expect(result).toMatchObject({ ok: false, code: 'tls' });
  const plain = await serve((_request, response) => response.end('x'));
  expect(await fetchLocally(plain.replace('http:', 'https:'))).toMatchObject({
    ok: false,
    code: 'tls',
  });
});
