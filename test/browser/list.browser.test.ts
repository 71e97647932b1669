import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { hideNames, listVersions, openSigning, tallySignatures } from '#letters';
import { addManySigners } from '../letters/many-signers.ts';
import { publishLetter } from '../letters/public-letter.ts';
import { signLetter } from '../letters/signed-letter.ts';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

let browser: Browser;
let house: TestHouse;
let author: SignedInPerson;
let letter: string;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  author = await house.signIn({ name: 'Camille', roles: ['campaigner'] });
  const second = await house.signIn({ name: 'Yalda', roles: ['campaigner'] });
  const { db } = house.house.database.main;
  const sealer = house.house.forPages.letterSealer;
  letter = await publishLetter(db, author.actor, second.actor);
  await db.transaction().execute((tx) => openSigning(tx, author.actor, sealer, letter));
  const [version] = await listVersions(db, author.actor, letter);
  const of = { letter, text: version?.hash ?? '' };
  await signLetter(db, sealer, of, 'ada@example.org', 'named');
  await addManySigners(db, letter, 450);
  await signLetter(db, sealer, of, 'zohreh@example.org', 'named');
  await tallySignatures(db);
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

type Options = NonNullable<Parameters<Browser['newContext']>[0]>;
const phone: Options = { viewport: { width: 390, height: 844 } };
const list = (locale = 'en', query = '') => `/${locale}/letters/${letter}/signatures${query}`;

async function openPage(path: string, more: Options = {}, who?: SignedInPerson): Promise<Page> {
  const context = await browser.newContext(more);
  contexts.push(context);
  if (who !== undefined) await context.addCookies(who.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}${path}`);
  return page;
}

const lines = (page: Page) => page.locator('.signers').last().locator('li');

/** Clicks what leads to another page, and waits for it. */
async function follow(link: Locator): Promise<void> {
  await Promise.all([link.page().waitForEvent('domcontentloaded'), link.click()]);
}

test('without scripts the list is searched, narrowed down, put in order and paged', async () => {
  const page = await openPage(list(), { ...phone, javaScriptEnabled: false });
  expect(await lines(page).count()).toBe(200);
  await page.getByText('Narrow down, put in order').click();
  await page.getByLabel('Country').selectOption({ label: 'Peru' });
  await follow(page.getByRole('button', { name: 'Show' }));
  expect(await lines(page).count()).toBe(3);
  expect(await page.getByLabel('Country').inputValue()).toBe('PE');
  const csv = await page.getByRole('link', { name: 'CSV' }).getAttribute('href');
  const file = await (await fetch(new URL(csv ?? '', house.origin))).text();
  expect(file.trim().split('\r\n')).toHaveLength(4);
  await follow(page.getByRole('link', { name: 'Show all again' }));
  await page.getByText('Narrow down, put in order').click();
  await page.getByLabel('Order').selectOption({ label: 'by name, as it is written' });
  await follow(page.getByRole('button', { name: 'Show' }));
  const names = async () => lines(page).locator('strong').allTextContents();
  const first = await names();
  expect(first).toEqual(first.toSorted(new Intl.Collator('en').compare));
  await follow(page.getByRole('link', { name: 'Next' }));
  const after = await names();
  expect(after[0]?.localeCompare(first.at(-1) ?? '')).toBe(1);
  await page.getByRole('searchbox').fill('ZOHREH');
  await follow(page.getByRole('button', { name: 'Search' }));
  expect(await names()).toEqual(['N zohreh']);
});

test('one guild is a list of its own: paged, in its files, without a number', async () => {
  const page = await openPage(list('en', '?affiliation=EDITORS%20Guild'), {
    ...phone,
    javaScriptEnabled: false,
  });
  expect(await page.getByLabel('Guild, school or organisation').inputValue()).toBe('EDITORS Guild');
  expect(await lines(page).count()).toBe(200);
  await follow(page.getByRole('link', { name: 'Next' }));
  expect(new URL(page.url()).searchParams.get('affiliation')).toBe('EDITORS Guild');
  const [rest, all] = [await lines(page).count(), await page.locator('main').textContent()];
  expect(rest).toBeGreaterThan(0);
  expect(all).not.toContain(String(200 + rest));
  const json = await page.getByRole('link', { name: 'JSON' }).getAttribute('href');
  const file = (await (await fetch(new URL(json ?? '', house.origin))).json()) as {
    readonly signatures: readonly { readonly affiliation: string }[];
  };
  expect(file.signatures).toHaveLength(200 + rest);
  expect(new Set(file.signatures.map((one) => one.affiliation))).toEqual(
    new Set(['editors guild']),
  );
});

test.each(['en', 'fr', 'fa'])(
  'the list in %s is accessible, fits a phone and asks nobody else',
  async (locale) => {
    const context = await browser.newContext({ ...phone, colorScheme: 'dark' });
    contexts.push(context);
    const page = await context.newPage();
    const watch = watchPage(page, house.origin);
    await page.goto(`${house.origin}${list(locale, '?country=PE')}`);
    await expectAccessible(page);
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.goto(`${house.origin}/${locale}/letters/${letter}`);
    await page.locator('.letter-sharing summary').click();
    await expectAccessible(page);
    expect(await overflow()).toBeLessThanOrEqual(0);
    watch.expectNoThirdPartyRequests();
    watch.expectNoConsoleErrors();
  },
);

test.each(['', '?order=persian-name'])(
  'two hundred names%s weigh less than 50 kB',
  async (query) => {
    const context = await browser.newContext();
    contexts.push(context);
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      const isFont = response.url().endsWith('.woff2');
      sizes.push(response.body().then((body) => (isFont ? body : gzipSync(body)).byteLength));
    });
    await page.goto(`${house.origin}${list('fa', query)}`, { waitUntil: 'networkidle' });
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(total).toBeLessThan(50_000);
  },
);

test('organisers put a line first and back, and readers see it labelled', async () => {
  const desk = await openPage(`/desk/letters/${letter}/first-lines?q=zohreh`, phone, author);
  await expectAccessible(desk);
  await desk.getByRole('button', { name: 'Put first' }).click();
  await desk.getByText('chosen', { exact: true }).first().waitFor();
  await expectAccessible(desk);
  const first = async () => {
    const page = await openPage(list('fr'));
    return page.locator('section', { hasText: 'Choi' }).locator('strong').allTextContents();
  };
  await vi.waitFor(async () => expect(await first()).toEqual(['N zohreh']), { timeout: 10_000 });
  await desk.getByRole('button', { name: 'Back among the others' }).first().click();
  await desk.getByText('No line is chosen').waitFor();
  await vi.waitFor(async () => expect(await first()).toEqual([]), { timeout: 10_000 });
});

// The last of the file: afterwards nobody is on the list.
test('names that are hidden are gone from kept pages and files within seconds', async () => {
  const get = async (path: string) => (await fetch(`${house.origin}${path}`)).text();
  const pages = [list(), list('fa', '?q=zohreh'), `/letters/${letter}/signatures.csv`];
  for (const path of pages) expect(await get(path)).toContain('N zohreh');
  const { db } = house.house.database.main;
  await db.transaction().execute((tx) => hideNames(tx, author.actor, letter, true));
  await vi.waitFor(
    async () => {
      for (const path of pages) expect(await get(path), path).not.toContain('N zohreh');
    },
    { timeout: 10_000 },
  );
  expect(await get(list())).toContain('hidden');
});
