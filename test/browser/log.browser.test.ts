import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { fileKeyKeeper, listCountersigners, readCountersigned, rotateKey } from '#log';
import { locales, type Locale } from '#platform/languages';
import { publishSample } from '../publish/publish-sample.ts';
import { director, names, takenBack } from '../publish/sample-people.ts';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

const heaviest = 50 * 1024;

const keysDir = mkdtempSync(join(tmpdir(), 'countersign-house-keys-'));
let browser: Browser;
let house: TestHouse;
let admin: SignedInPerson;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse({ keysDir })]);
  admin = await house.signIn({ name: 'Shirin', roles: ['administrator'] });
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function openPage(who?: SignedInPerson, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled,
    viewport: { width: 390, height: 844 },
  });
  contexts.push(context);
  if (who !== undefined) await context.addCookies(who.cookies);
  return context.newPage();
}

/** The instance as its own countersigner: another process would do the same over the same wire. */
async function witnessOurselves(): Promise<string> {
  const { db, log } = house.house.forPages;
  await expect
    .poll(() => db.selectFrom('log_key').selectAll().execute(), { timeout: 20_000 })
    .toHaveLength(1);
  await sql`insert into witnessed_log (origin, verifier_keys)
    select split_part(verifier_key, '+', 1), array[verifier_key] from log_key`.execute(db);
  return `${log.countersignerKey} ${house.origin}/countersigner`;
}

/** Keeps the page's scripts back until the answer is called; it ends when React has reached the fields. */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
  const { promise: held, resolve: letIn } = Promise.withResolvers<undefined>();
  await page.route('**/*.js', async (route) => {
    await held;
    await route.continue();
  });
  return async () => {
    letIn(undefined);
    await page.waitForFunction(() =>
      Object.keys(document.querySelector('textarea') ?? {}).some((key) =>
        key.startsWith('__react'),
      ),
    );
  };
}

test('a countersigner is added by pasting its line, and readers are told', async () => {
  const { db, readerDb } = house.house.forPages;
  const stranger = await openPage(undefined, false);
  await stranger.goto(`${house.origin}/en/log`);
  expect(await stranger.textContent('main')).toContain('Nothing is in the log yet');

  const line = await witnessOurselves();
  const page = await openPage(admin);
  // A slow line: the form goes without scripts, and is corrected before they have come.
  const letScriptsIn = await holdScripts(page);
  await page.goto(`${house.origin}/desk/log`, { waitUntil: 'commit' });
  await page.getByText('Nobody countersigns our log yet').waitFor();
  const field = page.getByLabel('The line you were given');
  const name = page.getByLabel('Name of the organisation');
  await field.fill('nonsense');
  await page.getByRole('button', { name: 'Add a countersigner' }).click();
  await page.getByText('This is not the key that is needed here').first().waitFor();
  expect(await field.inputValue()).toBe('nonsense');
  await field.fill(line);
  await name.fill('Festival of Free Film');
  await letScriptsIn();
  await expect.poll(() => field.inputValue()).toBe(line);
  expect(await name.inputValue()).toBe('Festival of Free Film');
  await page.getByRole('button', { name: 'Add a countersigner' }).click();
  await page.getByText('It is asked within a minute').waitFor();
  expect(await listCountersigners(db)).toMatchObject([{ name: 'Festival of Free Film' }]);
  await page.getByLabel('Needed before readers get a checkpoint').selectOption('1');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The number is saved').waitFor();

  const author = await house.signIn({ roles: ['documenter'] });
  const approver = await house.signIn({ roles: ['reviewer', 'documenter'] });
  await publishSample(db, [author.actor, approver.actor]);
  const cosigned = async () => (await readCountersigned(readerDb))?.countersigned.length ?? 0;
  await expect.poll(cosigned, { timeout: 30_000 }).toBe(1);
  const told = async () => {
    await stranger.goto(`${house.origin}/en/log`);
    return stranger.textContent('main');
  };
  await expect.poll(told, { timeout: 10_000 }).toContain('Countersigned by Festival of Free Film');
  await page.reload();
  await page.getByText('Signs', { exact: true }).waitFor();
});

test('the own line is selected by a click, and copied by a button where scripts run', async () => {
  const page = await openPage(admin);
  await page.context().grantPermissions(['clipboard-write', 'clipboard-read']);
  await page.goto(`${house.origin}/desk/log`);
  const line = page.locator('.copy-text').first();
  await line.click();
  const text = (await line.textContent()) ?? '';
  expect(text).toMatch(/^countersign\.log\/\S+\+[0-9a-f]{8}\+\S+ http:\/\/localhost:\d+\/log$/);
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(text);
  await page.getByRole('button', { name: /^Copy The line of our log/ }).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  const plain = await openPage(admin, false);
  await plain.goto(`${house.origin}/desk/log`);
  expect(await plain.getByRole('button', { name: /^Copy/ }).count()).toBe(0);
  expect(await plain.locator('.copy-text').first().isVisible()).toBe(true);
});

test('two clicks lead from a page to its proof and to the log, without scripts', async () => {
  const page = await openPage(undefined, false);
  // The checkpoint that covers its second edition is countersigned within seconds.
  const told = async () => {
    await page.goto(`${house.origin}/en/people/${director}`);
    return page.textContent('.edition');
  };
  await expect
    .poll(told, { timeout: 30_000 })
    .toContain('Countersigned by Festival of Free Film. How to check it without us');
  await page.getByRole('link', { name: 'How to check it without us' }).click();
  const main = page.locator('main');
  expect(await main.textContent()).toContain(names.director.en);
  expect(await main.textContent()).toMatch(/Edition 2 of this page stands in the log/);
  expect(await main.textContent()).toContain('Countersigned by Festival of Free Film');
  const proof = await page.getByRole('link', { name: 'The proof alone' }).getAttribute('href');
  const answer = await page.request.get(`${house.origin}${proof}`);
  expect(await answer.json()).toMatchObject({ v: 1, subject: director });
  await page.getByRole('link', { name: 'About the log' }).click();
  expect(await page.textContent('h1')).toBe('The log');

  const gone = await page.goto(`${house.origin}/en/people/${takenBack}`);
  expect(gone?.status()).toBe(410);
  await page.getByRole('link', { name: 'The proof that it was taken back' }).click();
  expect(await main.textContent()).toContain('nothing is published of it any more');
  expect(await main.textContent()).not.toContain(names.director.en);
});

test('the desk tells that the key is succeeded, and whom to send the new line', async () => {
  const { successor } = await rotateKey(house.house.forPages.db, fileKeyKeeper(keysDir));
  const page = await openPage(admin);
  await page.goto(`${house.origin}/desk/log`);
  const told = page.locator('section', { hasText: 'A new key succeeds the old one' }).last();
  expect(await told.textContent()).toContain('Not yet: \u2068Festival of Free Film\u2069');
  expect(await told.textContent()).toContain(`${successor} ${house.origin}/log`);
  // Readers hold the old key: they are told that both are right.
  const reader = await openPage(undefined, false);
  await reader.goto(`${house.origin}/en/log`);
  await reader.getByText('Whoever holds this one is right').waitFor();
});

test.each(locales)('every page of the log is accessible in %s and fits a phone', async (locale) => {
  const { db } = house.house.forPages;
  await sql`insert into log_alarm (kind, origin, ours, theirs, digest)
    select 'other-fork', 'example.org/log', 'ours', 'theirs', sha256(${locale}::text::bytea)
    on conflict do nothing`.execute(db);
  const [first] = await listCountersigners(db);
  const desk = await openPage(await house.signIn({ roles: ['administrator'], locale }));
  const paths: readonly (readonly [Page, string])[] = [
    ...['/desk/log', '/desk/log/alarms', `/desk/log/remove/${first?.uid}`].map(
      (path) => [desk, path] as const,
    ),
    ...(await publicPaths(locale)),
  ];
  for (const [page, path] of paths) {
    const watch = watchPage(page, house.origin);
    const response = await page.goto(`${house.origin}${path}`);
    expect(response?.status(), path).toBe(200);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('main details')) {
        (details as HTMLDetailsElement).open = true;
      }
    });
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, path).toBeLessThanOrEqual(390);
    watch.expectNoThirdPartyRequests();
    watch.expectNoConsoleErrors();
  }
});

async function publicPaths(locale: Locale): Promise<(readonly [Page, string])[]> {
  const page = await openPage();
  return ['log', `proof/${director}`, `proof/${takenBack}`].map(
    (path) => [page, `/${locale}/${path}`] as const,
  );
}

test.each(['/fa/log', `/fa/proof/${director}`])('%s weighs less than 50 kB', async (path) => {
  const page = await openPage();
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    const isFont = response.url().endsWith('.woff2');
    sizes.push(response.body().then((body) => (isFont ? body : gzipSync(body)).byteLength));
  });
  await page.goto(`${house.origin}${path}`, { waitUntil: 'networkidle' });
  const total = (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
  expect(total).toBeLessThan(heaviest);
});
