import { describe, expect, test, vi } from 'vitest';
import type { RouterContextProvider } from 'react-router';
import type { Actor } from '#accounts';
import { BatchesFull } from '#platform/batching';
import { pageContext } from '#web/context';
import { createApp, type AppDeps } from './app.ts';
import { createPageCache } from './page-cache.ts';

const documenter: Actor = {
  accountId: '1',
  uid: '6f1f2c1e-6a35-4b0e-9a77-0d1f3c1f2b11',
  name: 'Nasrin',
  roles: ['documenter'],
  scopes: [1, 2],
};

type Answer = (request: Request, context: RouterContextProvider) => Response | Promise<Response>;

function appWith(answer: Answer, deps: Partial<AppDeps> = {}) {
  const report = vi.fn<AppDeps['report']>();
  const answered = vi.fn<AppDeps['answered']>();
  const rememberLocale = vi.fn<AppDeps['rememberLocale']>(() => Promise.resolve());
  const app = createApp({
    publicUrl: new URL('https://record.example'),
    instance: () => ({
      name: 'Record',
      publicUrl: 'https://record.example',
      demonstration: false,
    }),
    web: {
      answer: (request, context) => Promise.resolve(answer(request, context)),
      files: (_c, next) => next(),
      stylesheets: ['/assets/a.css'],
    },
    pageCache: createPageCache(),
    sessionCookie: 'session',
    findSession: (token) =>
      Promise.resolve(
        token === 'good'
          ? {
              actor: documenter,
              session: { uid: 's', factors: 2, confirmed: false },
              locale: 'fr',
            }
          : undefined,
      ),
    rememberLocale,
    ready: () => Promise.resolve(true),
    answered,
    report,
    ...deps,
  });
  return { app, report, answered, rememberLocale };
}

const html = (text: string, headers: Record<string, string> = {}, status = 200) =>
  new Response(text, { status, headers: { 'Content-Type': 'text/html', ...headers } });

describe('without a database', () => {
  const away = Object.assign(new Error('x'), { code: '57P01' });

  test.each([
    ['could not be read', away],
    ['too many wait for', new BatchesFull()],
  ])('a page that %s says when to come again', async (_name, error) => {
    const { app, report } = appWith((_request, context) => {
      context.get(pageContext).report(error);
      return html('<p>broken', {}, 500);
    });
    const response = await app.request('/en');
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('60');
    expect(await response.text()).toContain('Not available for a moment');
    expect(report).toHaveBeenCalledTimes(1);
  });

  test('so does a desk whose sessions cannot be read', async () => {
    const { app } = appWith(() => html('x'), { findSession: () => Promise.reject(away) });
    const response = await app.request('/desk', { headers: { Cookie: 'session=good' } });
    expect(response.status).toBe(503);
  });

  test('another fault of a page stays a fault', async () => {
    const { app } = appWith((_request, context) => {
      context.get(pageContext).report(new Error('x'));
      return html('<p>broken', {}, 500);
    });
    expect((await app.request('/en')).status).toBe(500);
  });
});

describe('headers', () => {
  test('a page without scripts may run none', async () => {
    const { app } = appWith(() => html('<p>hello'));
    const response = await app.request('/en');
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('script-src');
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('Referrer-Policy')).toBe('same-origin');
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(response.headers.get('Strict-Transport-Security')).toContain('max-age');
  });

  test('only an instance on https tells browsers to stay there', async () => {
    const { app } = appWith(() => html('x'), { publicUrl: new URL('http://localhost:8080') });
    const response = await app.request('/en');
    expect(response.headers.has('Strict-Transport-Security')).toBe(false);
  });

  test('a page keeps the policy it chose, and what belongs to one person is kept by nobody', async () => {
    const { app } = appWith(() => html('x', { 'Content-Security-Policy': 'sandbox' }));
    const response = await app.request('/desk');
    expect(response.headers.get('Content-Security-Policy')).toBe('sandbox');
    expect(response.headers.get('Cache-Control')).toBe('private, no-store');
  });
});

describe('posts', () => {
  const body = new URLSearchParams({ name: 'x' });
  const cases: [string, Record<string, string>, number][] = [
    ['from our own page', { 'Sec-Fetch-Site': 'same-origin' }, 200],
    ['from our own page in an old browser', { Origin: 'https://record.example' }, 200],
    ['from another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    [
      'from another site that lies in Origin',
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://record.example' },
      403,
    ],
    ['from a neighbour under our domain', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['from another site in an old browser', { Origin: 'https://evil.example' }, 403],
    ['from a hidden origin', { Origin: 'null' }, 403],
    ['from nowhere', {}, 403],
  ];

  test.each(cases)('%s', async (_name, headers, status) => {
    const { app } = appWith(() => html('done'));
    const response = await app.request('/desk/x', { method: 'POST', body, headers });
    expect(response.status).toBe(status);
  });

  test('reach the page on the public address, body and all', async () => {
    const { app } = appWith(async (request) => {
      const typed = await request.text();
      return html(`${request.url} ${request.headers.get('Origin')} ${typed}`);
    });
    const response = await app.request('http://127.0.0.1:9/desk/x?a=1', {
      method: 'POST',
      body,
      headers: { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
    });
    expect(await response.text()).toBe(
      'https://record.example/desk/x?a=1 https://record.example name=x',
    );
  });
});

const post = (body: BodyInit, path = '/desk/x'): [string, RequestInit] => [
  path,
  { method: 'POST', body, headers: { 'Sec-Fetch-Site': 'same-origin' } },
];

describe('limits', () => {
  const limits = {
    urlCharacters: 100,
    bodyBytes: 10,
    longFormBytes: 600,
    uploadBytes: 1000,
    inFlight: 1,
  };

  test('a body announced too long is refused before it is read', async () => {
    const answer = vi.fn(() => html('x'));
    const { app } = appWith(answer, { limits });
    const response = await app.request('/desk/x', {
      method: 'POST',
      body: 'y'.repeat(11),
      headers: { 'Sec-Fetch-Site': 'same-origin', 'Content-Length': '11' },
    });
    expect(response.status).toBe(413);
    expect(answer).not.toHaveBeenCalled();
  });

  test('a body that proves too long is refused whatever the page made of it', async () => {
    const { app } = appWith(
      async (request) => html(await request.text().catch(() => 'the page took it')),
      { limits },
    );
    const endless = new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(4)) });
    const init = post(endless)[1];
    const response = await app.request(
      new Request('http://x/desk/x', { ...init, duplex: 'half' } as RequestInit),
    );
    expect(response.status).toBe(413);
    expect(await response.text()).toContain('That is too large');
  });

  test('pages that take files take longer bodies', async () => {
    const { app } = appWith(async (request) => html(await request.text()), {
      limits,
      takesFiles: (path) => path === '/desk/files',
    });
    const sent = async (body: BodyInit) => (await app.request(...post(body, '/desk/files'))).status;
    expect(await sent('y'.repeat(500))).toBe(200);
    const form = new FormData();
    form.append('file', new File(['y'.repeat(620)], 'x'));
    expect(await sent(form)).toBe(200);
    // Only files come as a stream; a typed text that long would be held in memory.
    expect(await sent('y'.repeat(620))).toBe(413);
  });

  test('a long address is refused', async () => {
    const { app } = appWith(() => html('x'), { limits });
    expect((await app.request(`/en/${'a'.repeat(100)}`)).status).toBe(414);
  });

  test('more at once than the house bears are told to come back', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { app } = appWith(() => held.then(() => html('x')), { limits });
    const first = app.request('/desk');
    const second = await app.request('/desk');
    expect(second.status).toBe(503);
    expect(second.headers.get('Retry-After')).toBe('60');
    release();
    expect((await first).status).toBe(200);
    expect((await app.request('/desk')).status).toBe(200);
  });
});

describe('errors', () => {
  test('a bug is reported once and shown in the language of the reader, without its words', async () => {
    const bug = new Error('secret detail');
    const { app, report } = appWith(() => Promise.reject(bug));
    const response = await app.request('/fa');
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).toContain('dir="rtl"');
    expect(text).not.toContain('secret');
    expect(report).toHaveBeenCalledTimes(1);
    const [, requestId] = report.mock.calls[0] ?? [];
    expect(text).toContain(requestId);
  });

  test('a bare 500 of the router becomes a page', async () => {
    const { app } = appWith(() => new Response('Unexpected Server Error', { status: 500 }));
    expect(await (await app.request('/desk')).text()).toContain('<h1>');
  });

  test('what is written down names no path below the area', async () => {
    const { app, answered } = appWith(() => html('x'));
    await app.request('/account/invitation/secret-token');
    expect(answered).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(answered.mock.calls)).not.toContain('secret-token');
  });
});

const tell: Answer = (_request, context) => {
  const { actor, locale } = context.get(pageContext);
  return html(`${locale} ${actor?.name ?? 'nobody'}`);
};

describe('who and in which language', () => {
  test.each([
    ['/desk', { Cookie: 'session=good' }, 'fr Nasrin'],
    ['/desk', { Cookie: 'session=forged' }, 'en nobody'],
    ['/desk', { Cookie: 'language=fa' }, 'fa nobody'],
    ['/desk', { Cookie: 'language=xx', 'Accept-Language': 'fr-CA' }, 'fr nobody'],
    ['/fa/people', { Cookie: 'session=good; language=fr' }, 'fa nobody'],
  ])('%s with %o', async (path, headers, expected) => {
    const { app } = appWith(tell);
    expect(await (await app.request(path, { headers })).text()).toBe(expected);
  });

  test('the bare address leads to the language of the browser', async () => {
    const { app } = appWith(tell);
    const response = await app.request('/', { headers: { 'Accept-Language': 'fa-IR,en;q=0.5' } });
    expect(response.status).toBe(302);
    expect(response.headers.get('Location')).toBe('/fa');
    expect(response.headers.get('Vary')).toContain('Accept-Language');
  });

  test('switching keeps the language in a cookie and in the account, and stays on this site', async () => {
    const { app, rememberLocale } = appWith(tell);
    const response = await app.request('/language', {
      method: 'POST',
      body: new URLSearchParams({ locale: 'fa', to: '//evil.example/' }),
      headers: { 'Sec-Fetch-Site': 'same-origin', Cookie: 'session=good' },
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('Location')).toBe('/');
    expect(response.headers.get('Set-Cookie')).toContain('language=fa');
    expect(rememberLocale).toHaveBeenCalledExactlyOnceWith(documenter, 'fa');
  });
});

describe('health', () => {
  test('readiness follows the house, life does not', async () => {
    const { app } = appWith(() => html('x'), { ready: () => Promise.resolve(false) });
    expect((await app.request('/healthz')).status).toBe(200);
    expect((await app.request('/readyz')).status).toBe(503);
  });
});
