import type { Browser, Page } from 'playwright-core';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchPage, type PageWatch } from '../browser/assertions.ts';
import { launchChromium } from '../browser/chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from '../browser/running-house.ts';
import { visitorOf, type Answer } from './visitor.ts';

// Breaks out of an attribute, a text, a script and a style, and turns the direction of what follows.
const hostile = `'"><img src=x onerror="window.ran=1"><script>window.ran=1</script></style>\u202E`;
// As far as it may be a name: the sign that nobody sees is refused there.
const hostileName = hostile.slice(0, -1);
const markup = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran=1"><script>window.ran=1</script>
  <foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="/desk"/></foreignObject></svg>`;
const formula = '=HYPERLINK("http://evil.example","x")';

let browser: Browser;
let house: TestHouse;
let documenter: SignedInPerson;
let reviewer: SignedInPerson;

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  documenter = await house.signIn({ name: hostileName });
  reviewer = await house.signIn({ name: hostileName });
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

const as = (person: SignedInPerson) => visitorOf(house.origin, person.cookies[0]);

async function post(
  person: SignedInPerson,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<string> {
  const answer = await as(person).post(path, fields);
  expect(answer.status, `${path} ${answer.body.slice(0, 2_000)}`).toBe(303);
  return answer.headers.location ?? '';
}

function upload(name: string, content: string): Promise<Answer> {
  const body = [
    '--qzxb\r\nContent-Disposition: form-data; name="way"\r\n\r\nfile\r\n',
    `--qzxb\r\nContent-Disposition: form-data; name="title"\r\n\r\n${formula}${hostileName}\r\n`,
    `--qzxb\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n`,
    `Content-Type: text/html\r\n\r\n${content}\r\n--qzxb--\r\n`,
  ].join('');
  return as(documenter).ask('/desk/sources/new?way=file', {
    method: 'POST',
    headers: {
      'Sec-Fetch-Site': 'same-origin',
      'Content-Type': 'multipart/form-data; boundary=qzxb',
    },
    body,
  });
}

/** Opens pages one after another; fails where a script ran, was refused, or asked somebody else. */
async function look(person: SignedInPerson | undefined, paths: readonly string[]): Promise<void> {
  const context = await browser.newContext({ locale: 'en' });
  if (person !== undefined) await context.addCookies(person.cookies);
  const page = await context.newPage();
  const watch = watchPage(page, house.origin);
  for (const path of paths) {
    const answer = await page.goto(house.origin + path);
    expect(answer?.status(), path).toBe(200);
    await expectInert(page, path, watch);
  }
  await context.close();
}

async function expectInert(page: Page, path: string, watch: PageWatch): Promise<void> {
  expect(await page.evaluate(() => 'ran' in window), path).toBe(false);
  expect(await page.locator('img[src="x"], svg[onload], [onerror]').count(), path).toBe(0);
  expect(await page.locator('[style]').count(), path).toBe(0);
  const addresses = await page
    .locator('[href], [src], [action], [formaction]')
    .evaluateAll((found) =>
      found.flatMap((one) =>
        ['href', 'src', 'action', 'formaction'].map((name) => one.getAttribute(name) ?? ''),
      ),
    );
  expect(addresses.filter((address) => /^\s*(?:javascript|vbscript|data):/i.test(address))).toEqual(
    [],
  );
  watch.expectNoThirdPartyRequests();
  watch.expectNoConsoleErrors();
}

test('hostile words are shown as words on every page they reach', async () => {
  const { db } = house.house.database.main;
  const source = await post(documenter, '/desk/sources/new', {
    way: 'text',
    text: `A report names ${hostile} and says so twice.`,
    title: `${formula}${hostileName}`,
    authors: hostileName,
    publisher: hostileName,
    notes: hostile,
    language: 'en',
  });
  const entity = await post(documenter, '/desk/entities/new', {
    kind: 'person',
    name: `${formula}${hostileName}`,
    reason: hostile,
  });
  for (const [path, named] of [
    ['/desk/entities/new', { kind: 'person', name: hostile, reason: 'r' }],
    ['/desk/sources/new', { way: 'unseen', title: hostile }],
  ] as const) {
    const refused = await as(documenter).post(path, named);
    expect([refused.status, refused.body.includes('U+202E')], path).toEqual([422, true]);
  }
  await post(documenter, entity, { body: hostile });
  for (const address of ['javascript:window.ran=1', 'data:text/html,x', ' vbscript:x']) {
    const edited = await as(documenter).post(`${source}/edit`, {
      title: 't',
      address,
      revision: '1',
    });
    expect(edited.status, address).toBe(422);
    const website = { value: address, basis: 'editorial', reason: 'r', certainty: 'unknown' };
    const added = await as(documenter).post(`${entity}/add?property=website`, website);
    expect(added.status, address).toBe(422);
  }
  const uid = entity.slice(-36);
  const { rows: claims } = await sql<{ uid: string }>`select uid from claim`.execute(db);
  await post(reviewer, '/desk/review', {
    do: `accept:${claims.map((claim) => claim.uid).join(',')}`,
    comment: hostile,
  });
  const decision = await post(documenter, '/desk/publications/new', {
    ...{ do: 'propose', kind: 'publish', subjects: uid, title: hostile, audience: 'public' },
    ...{
      basis: 'public-interest',
      basisReason: hostile,
      riskNote: hostile,
      reviewOn: '2190-01-01',
    },
    publicReason: hostile,
  });
  await look(reviewer, [decision, `${decision}/preview/${uid}`]);
  await post(reviewer, decision, { do: 'approve', comment: hostile });

  await look(documenter, [
    ...['/desk', '/desk/sources/new', source, `${source}/edit`, entity, '/desk/review?show=all'],
    ...['/desk/entities', `/desk/search?q=${encodeURIComponent(hostile)}`, '/desk/disputes'],
    ...['/desk/publications', decision, `/desk/claims/${claims[0]?.uid}`, '/desk/terms'],
    ...['/desk/people', '/desk/people/invite', '/desk/operation', '/desk/operation/audit'],
    ...['/desk/operation/facts', `/desk/publications/new?subjects=${uid}`, '/account'],
    '/account/sessions',
  ]);
  const q = encodeURIComponent(hostile);
  await look(undefined, [
    ...['/en', '/fr/people', `/fa/people/${uid}`, `/en/people?q=${q}`, '/en/method'],
    `/account/sign-in?to=${q}`,
  ]);

  const exported = await as(documenter).post('/desk/entities/export', { kind: 'person' });
  expect(exported.body).toContain(`"'=HYPERLINK`);
  for (const path of ['/desk/sources/export', '/desk/entities/export', `${entity}/export`]) {
    const { body, headers } = await as(documenter).post(path, { kind: 'person', format: 'csv' });
    expect(headers['content-disposition'], path).toMatch(/^attachment; filename="[\w.-]+"$/);
    expect(body, path).not.toMatch(/(?:^|,)"?[=+@\t]/m);
  }
});

test.each<[string, string]>([
  ['picture.svg', markup],
  ['page.html', `<!doctype html><title>x</title>${hostile}<body onload="window.ran=1">`],
  ['page.xhtml', `<html xmlns="http://www.w3.org/1999/xhtml"><script>window.ran=1</script></html>`],
  ['<img src=x onerror=window.ran=1>.html', '<script>window.ran=1</script>'],
  ['..\\..\\evil\u202Egnp.html', '<meta http-equiv="refresh" content="0;url=http://evil.example">'],
])('a copy %s runs nothing', async (name, content) => {
  const added = await upload(name, content);
  expect(added.status, added.body.slice(0, 500)).toBe(303);
  const { rows } = await sql<{ uid: string; source: string }>`
    select k.uid, s.uid as source from copy k join source s on s.id = k.source_id
    order by k.id desc limit 1`.execute(house.house.database.main.db);
  const [copy] = rows;
  const served = await as(documenter).ask(`/desk/copies/${copy?.uid}`);
  expect(served.status).toBe(200);
  expect(served.headers).toMatchObject({
    'content-security-policy': "sandbox; default-src 'none'",
    'content-type': 'application/octet-stream',
    'x-content-type-options': 'nosniff',
  });
  expect(served.headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+"$/);
  await look(documenter, [`/desk/sources/${copy?.source}`]);
});

test('even shown in a frame or a window, a copy has no origin and no script', async () => {
  const { rows } = await sql<{
    uid: string;
  }>`select uid from copy order by id desc limit 1`.execute(house.house.database.main.db);
  const context = await browser.newContext();
  await context.addCookies(documenter.cookies);
  const page = await context.newPage();
  // As if a browser ignored the attachment and guessed the type.
  await page.route('**/desk/copies/**', async (route) => {
    const response = await route.fetch();
    const { 'content-disposition': _, ...sent } = response.headers();
    const headers = { ...sent, 'content-type': 'text/html' };
    const body = `<p id="own">x</p><script>document.getElementById('own').textContent = 'ran'</script>`;
    await route.fulfill({ status: 200, headers, body });
  });
  await page.goto(`${house.origin}/desk/copies/${rows[0]?.uid}`);
  expect(await page.textContent('#own')).toBe('x');
  expect(await page.evaluate(() => window.origin)).toBe('null');
  await context.close();
});
