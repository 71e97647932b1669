import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { invite } from '#accounts';
import { loadSample } from '#sample';
import { openTestHouse, type TestHouse } from '../browser/running-house.ts';
import { changed, fingerprint } from './kept-rows.ts';
import { crawl, visitorOf, type Answer, type Visitor } from './visitor.ts';

let house: TestHouse;
let stranger: Visitor;
let worker: Visitor;
// Long enough to stand in no random id.
const name = 'Worker Qzxwordwho';

// The log is one way out of the process; whatever else writes to the console is another.
const methods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;
const spies = methods.map((method) => vi.spyOn(console, method).mockImplementation(() => {}));
const written = () => JSON.stringify(spies.flatMap((spy) => spy.mock.calls)) + house.logged();

beforeAll(async () => {
  house = await openTestHouse();
  await loadSample(house.house.database.main.db, house.house.blobs);
  stranger = visitorOf(house.origin);
  const { cookies } = await house.signIn({ name });
  worker = visitorOf(house.origin, cookies[0]);
});

afterEach(() => {
  // Not the log itself: it would be the message of the failure.
  expect(/.{0,80}qzxword.{0,80}/i.exec(written())?.[0]).toBeUndefined();
});

afterAll(async () => {
  vi.restoreAllMocks();
  await house?.stop();
});

const ours = { 'Sec-Fetch-Site': 'same-origin' };
const form = { ...ours, 'Content-Type': 'application/x-www-form-urlencoded' };
const multipart = { ...ours, 'Content-Type': 'multipart/form-data; boundary=qzxwordb' };

const bodies: [string, Record<string, string>, string, number[]][] = [
  ['no form', { ...ours, 'Content-Type': 'application/json' }, '{"email": "qzxword', [400]],
  ['no type', ours, 'qzxword', [400]],
  [
    'multipart without an end',
    multipart,
    '--qzxwordb\r\nContent-Disposition: form-data; name="e',
    [400],
  ],
  [
    'multipart without a boundary',
    { ...ours, 'Content-Type': 'multipart/form-data' },
    'qzxword',
    [400],
  ],
  [
    'a file where words belong',
    multipart,
    '--qzxwordb\r\nContent-Disposition: form-data; name="email"; filename="qzxword\r\n"\r\n\r\nx\r\n--qzxwordb--',
    [400, 422],
  ],
  ['a NUL', form, 'email=qzxword%00&password=qzxword', [422]],
  ['half a surrogate pair', form, 'email=qzxword%ED%A0%80&password=qzxword', [422]],
  ['__proto__', form, '__proto__=qzxword&__proto__[x]=qzxword&constructor=qzxword', [422]],
  ['ten thousand fields', form, 'qzxword=1&'.repeat(10_000), [422]],
  ['deep brackets', form, `a${'[qzxword]'.repeat(20_000)}=1`, [422]],
  ['more than a form takes', form, `email=${'qzxword'.repeat(150_000)}`, [413]],
  [
    'a body said to be compressed',
    { ...form, 'Content-Encoding': 'gzip' },
    'email=qzxword',
    [400, 422],
  ],
];

test.each(bodies)(
  '%s is refused, without a word in the log',
  async (_name, headers, body, statuses) => {
    for (const path of ['/account/sign-in', '/account/join', '/account/first', '/account/reset']) {
      for (const suffix of ['', '.data']) {
        const answer = await stranger.ask(path + suffix, { method: 'POST', headers, body });
        // A form's data answer tells its status inside.
        if (suffix === '') expect(statuses, path).toContain(answer.status);
        expect(answer.status, path).toBeLessThan(500);
      }
    }
    const paths = [
      'sources/new',
      'sources/upload',
      'review',
      'entities/new',
      'entities/export',
      'sources/export',
      'terms',
    ];
    for (const path of ['/language', ...paths.map((one) => `/desk/${one}`)]) {
      const answer = await worker.ask(path, { method: 'POST', headers, body });
      expect(answer.status, path).toBeLessThan(500);
    }
  },
);

test('a browser that goes away in the middle of a form leaves no error behind', async () => {
  const { port } = new URL(house.origin);
  const from = house.logged().length;
  const paths = ['/account/first', '/account/sign-in', '/account/first.data'];
  for (const path of paths) {
    const socket = connect(Number(port), 'localhost');
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    const head = { Host: 'localhost', ...form, 'Content-Length': '900' };
    const lines = Object.entries(head).map(([header, value]) => `${header}: ${value}`);
    socket.write(`POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\nname=a`);
    // An answer to another request proves that the first was taken up before.
    await stranger.ask('/healthz');
    socket.destroy();
  }
  await vi.waitFor(() => {
    const told = house.logged().slice(from);
    expect(told.split('"status":499').length - 1).toBe(paths.length);
  });
  const told = house.logged().slice(from);
  expect(told).not.toContain('request failed');
  expect(told).not.toContain('"status":500');
});

test('nothing that is sent comes into the log', async () => {
  const headers = {
    ...{
      Cookie: 'countersign=qzxword; language=qzxword',
      Authorization: 'Basic qzxword',
      Referer: 'http://qzxword/',
    },
    ...{
      'User-Agent': 'qzxword',
      'Accept-Language': 'qzxword',
      'X-Forwarded-For': 'qzxword',
      Forwarded: 'qzxword',
    },
    ...{
      'X-Request-Id': 'qzxword',
      Traceparent: 'qzxword',
      'If-None-Match': 'qzxword',
      Range: 'qzxword',
    },
  };
  const paths = [
    '/qzxword',
    '/en/qzxword',
    '/en/people?q=qzxword',
    '/en/people/qzxword',
    '/account/qzxword',
    '/en/%qzxword',
  ];
  for (const path of [
    ...paths,
    '/desk/qzxword?qzxword=qzxword',
    '/account/sign-in?to=qzxword',
    '/__manifest?paths=qzxword',
  ]) {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE', 'PATCH', 'QUERY']) {
      const { status } = await stranger.ask(path, { method, headers: { ...headers, ...ours } });
      expect(status, `${method} ${path}`).toBeLessThan(500);
    }
  }
  for (const to of [stranger, worker]) {
    const wrong = {
      email: 'qzxword@example.org',
      password: 'qzxword qzxword qzxword qzxword',
      code: 'qzxword',
      token: 'qzxword',
    };
    for (const page of ['sign-in', 'second-step', 'join', 'reset', 'confirm', 'e-mail', 'first']) {
      const answer = await to.post(`/account/${page}`, { ...wrong, to: '/qzxword' });
      expect(answer.status, page).toBeLessThan(500);
      // The pages without a password field hand back whatever was typed, to whoever typed it.
      if (page !== 'e-mail') expect(answer.body, page).not.toContain('qzxword qzxword');
    }
  }
  for (const path of [
    '/account/passkeys/qzxword',
    '/account/remove/qzxword',
    '/desk/people/qzxword',
  ]) {
    expect((await worker.ask(path)).status, path).toBeLessThan(500);
    expect((await worker.post(path, { label: 'qzxword', intent: 'suspend' })).status).toBeLessThan(
      500,
    );
  }
});

const foreign: [string, Record<string, string>][] = [
  ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['a neighbour', { 'Sec-Fetch-Site': 'same-site' }],
  ['another site in an old browser', { Origin: 'https://evil.example' }],
  ['a hidden origin', { Origin: 'null' }],
  ['another site that claims our host', { Origin: 'http://evil.example', Host: 'evil.example' }],
  ['nowhere', {}],
];

test.each(foreign)('a form from %s does nothing', async (_name, headers) => {
  const before = await fingerprint(house.house.database.options);
  const sent = [
    ['/desk/entities/new', 'kind=person&name=Made&reason=r'],
    ['/desk/entities/new.data', 'kind=person&name=Made&reason=r'],
    ['/account/sign-out', ''],
    ['/account/details', 'name=Changed'],
    ['/language', 'locale=fa&to=/'],
  ];
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const tricks = { 'X-HTTP-Method-Override': 'GET', 'X-Forwarded-Host': 'evil.example' };
  for (const [path = '', body = ''] of sent) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const asked = { method, headers: { ...type, ...headers, ...tricks }, body };
      expect((await worker.ask(path, asked)).status, `${method} ${path}`).toBe(403);
    }
    const overridden = { 'X-HTTP-Method-Override': 'POST', ...headers };
    await worker.ask(`${path}?_method=POST&${body}`, { headers: overridden });
  }
  const after = await fingerprint(house.house.database.options);
  expect(changed(before, after)).toEqual([]);
  expect((await worker.ask('/desk')).status).toBe(200);
});

test('reading changes nothing but what says that it was read', async () => {
  const { options } = house.house.database;
  const begun = await fingerprint(options);
  await crawl(stranger, ['/en', '/account/sign-in', '/account/join?token=x'], 40);
  expect(changed(begun, await fingerprint(options))).toEqual([]);
  await crawl(worker, ['/desk', '/desk/publications', '/desk/terms'], 60);
  const traces = ['public.custody_step', 'public.session', 'public.source_look'];
  const after = changed(begun, await fingerprint(options));
  expect(after.filter((table) => !traces.includes(table))).toEqual([]);
});

test('a public page is the same bytes for everybody, whatever comes with the question', async () => {
  const bare = (answer: Answer) => {
    const { date: _, connection: __, 'keep-alive': ___, ...headers } = answer.headers;
    return { status: answer.status, headers, body: answer.body };
  };
  const lures = {
    ...{ Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'https' },
    ...{ 'X-Forwarded-Prefix': '/evil', 'X-Original-URL': '/desk', 'X-Rewrite-URL': '/desk' },
    ...{ 'Accept-Language': 'fa', Cookie: 'language=fa', 'X-HTTP-Method-Override': 'POST' },
    ...{ Origin: 'http://evil.example', Range: 'bytes=0-3', Forwarded: 'host=evil.example' },
  };
  const paths = ['/en/people', '/fr/method', '/en/nothing', '/en/people/', '/en/people?q=a'];
  for (const path of paths) {
    const lured = bare(await stranger.ask(path, { headers: lures }));
    const signedIn = bare(await worker.ask(path, { headers: { 'Cache-Control': 'no-cache' } }));
    const plain = bare(await stranger.ask(path));
    expect(lured, path).toEqual(plain);
    expect(signedIn, path).toEqual(plain);
    expect(plain.body).not.toMatch(/evil\.example|Qzxwordwho/);
    expect(plain.headers['set-cookie']).toBeUndefined();
  }
});

test('what belongs to one person is kept by no cache', async () => {
  for (const path of ['/desk', '/account', '/account/sessions', '/desk.data', '/Desk', '/%64esk']) {
    const { headers, status } = await worker.ask(path);
    expect([status, headers['cache-control']], path).toEqual([200, 'private, no-store']);
    expect((await stranger.ask(path)).body, path).not.toContain('Qzxwordwho');
  }
});

test('no spelling of its address opens the desk to a stranger', async () => {
  const { body } = await worker.ask('/desk/terms');
  expect(body).toContain('<table');
  const paths = [
    ...['/Desk/terms', '/DESK/terms', '/%64esk/terms', '/%64%65%73%6b/terms', '/desk/%74erms'],
    ...[
      '//desk/terms',
      '/./desk/terms',
      '/en/../desk/terms',
      '/en/..%2fdesk/terms',
      '/desk%2fterms',
    ],
    ...[
      '/desk/..;/desk/terms',
      '/desk;/terms',
      '/desk/terms/',
      '/desk/terms.data',
      '/desk/terms/_.data',
    ],
    ...[
      '/desk/terms?_data=routes',
      '/desk/terms%2edata',
      '/desk%00/terms',
      '/\\desk/terms',
      '/desk\\terms',
    ],
    ...[
      '/en/%2e%2e/desk/terms',
      '/desk%20/terms',
      '/%E2%80%8Edesk/terms',
      '/DESK.data',
      '/deſk/terms',
    ],
    ...['http://evil.example/desk/terms', `${house.origin}/desk/terms`, '/desk/terms.DATA', '*'],
  ].map((path) => path.replace('ſ', '%C5%BF'));
  for (const path of paths) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await stranger.ask(path, { method });
      expect(answer.status, `${method} ${path}`).toSatisfy(
        (status) => status !== 200 || method !== 'GET',
      );
      expect(answer.body, path).not.toContain('<table');
      const { location = '' } = answer.headers;
      expect(new URL(location, house.origin).origin, path).toBe(house.origin);
    }
  }
});

test('no link leads on to another site', async () => {
  const evil = ['//evil.example', '/\\evil.example', 'https://evil.example', '/%09/evil.example'];
  const more = [
    '/%5cevil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
  ];
  for (const to of [...evil, ...more, '/%0d%0aSet-Cookie:%20a=b', '/a\r\nX-Evil: 1']) {
    const query = `to=${to.includes('%') ? to : encodeURIComponent(to)}`;
    const answers = [
      await worker.ask(`/account/sign-in?${query}`),
      await worker.ask(`/account/second-step?${query}`),
      await stranger.ask(`/desk/search?q=${query}`),
      await worker.post('/language', { locale: 'en', to: decodeURIComponent(to) }),
    ];
    for (const { headers, body } of answers) {
      const place = new URL(headers.location ?? '/', house.origin);
      expect(place.origin, to).toBe(house.origin);
      expect(place.pathname.startsWith('//'), to).toBe(false);
      expect(headers['x-evil']).toBeUndefined();
      expect(JSON.stringify(headers['set-cookie'] ?? '')).not.toContain('a=b');
      expect(body).not.toMatch(/href="(?:javascript:|\/\/|\/\\|https?:\/\/evil)/);
    }
  }
});

test('signing in takes no session that was there before, and its cookies are the browser’s own', async () => {
  const { db } = house.house.database.main;
  const { actor } = await house.signIn();
  const wanted = { name: 'N', email: 'joins@example.org', roles: ['documenter'], inTeam: true };
  const { token } = await invite(db, actor, { ...wanted, locale: 'en' });
  const planted = 'a'.repeat(43);
  const first = await stranger.ask('/account/join');
  const browser = /countersign-browser=([^;]+)/.exec(String(first.headers['set-cookie']))?.[1];
  const victim = visitorOf(house.origin, {
    name: 'countersign',
    value: `${planted}; countersign-browser=${browser}`,
  });
  const password = 'seven pomegranates in a blue bowl';
  const joined = await victim.post('/account/join', { token, name: '', password });
  expect([joined.status, joined.headers.location]).toEqual([303, '/desk']);
  const cookies = joined.headers['set-cookie'] ?? [];
  expect(cookies.length).toBe(2);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; HttpOnly/);
    expect(cookie).toMatch(/; SameSite=Lax/);
    expect(cookie).toMatch(/; Path=\//);
    expect(cookie).not.toMatch(/; Domain/i);
    expect(cookie).not.toContain(planted);
    expect(cookie).not.toContain(browser);
  }
  expect((await victim.ask('/desk')).status).toBe(303);
});

test('what floods or stalls is cut off', async () => {
  expect((await stranger.ask(`/en?${'a'.repeat(5_000)}`)).status).toBe(414);
  expect((await stranger.ask('/en', { headers: { 'X-Long': 'a'.repeat(20_000) } })).status).toBe(
    431,
  );
  const port = Number(new URL(house.origin).port);
  const say = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
      let heard = '';
      socket.on('data', (chunk) => (heard += chunk.toString()));
      socket.on('close', () => resolve(heard));
      socket.on('error', reject);
    });
  const twice =
    'POST /en HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /desk HTTP/1.1\r\n\r\n';
  expect(await say(twice)).toMatch(/^HTTP\/1\.1 400 /);
  expect(await say('GET /en HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await say('GET /en HTTP/1.1\r\nHost: a b\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await say('GET /en HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 400 /,
  );
});

test('words made to be slow to search are not', async () => {
  const slow = [
    'a'.repeat(3_000),
    '%'.repeat(190),
    'a '.repeat(90),
    '\u0301'.repeat(900),
    'ﷺ'.repeat(200),
  ];
  for (const q of [
    ...slow,
    '('.repeat(190),
    String.raw`\\\_%`.repeat(30),
    "'; select 1 --",
    '!&|<->:*',
  ]) {
    const begun = performance.now();
    const query = encodeURIComponent(q.slice(0, 1_000)).slice(0, 3_900).replace(/%.?$/, '');
    for (const path of [
      '/en/people?q=',
      '/desk/search?q=',
      '/desk?text=',
      '/desk/find?what=chain&q=',
    ]) {
      expect((await worker.ask(path + query)).status, path + q.slice(0, 20)).toBe(200);
    }
    expect(performance.now() - begun, q.slice(0, 20)).toBeLessThan(5_000);
  }
});
