import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { locales } from '#platform/languages';
import { publishSample } from '../publish/publish-sample.ts';
import { assistant, director, film, takenBack, uprising } from '../publish/sample-people.ts';
import { eveningPaper, screenWeekly } from '../publish/sample-sources.ts';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type TestHouse } from './running-house.ts';

const paths = [
  '',
  '/people',
  '/people?q=nobody-by-that-name',
  '/method',
  `/people/${director}`,
  `/people/${assistant}`,
  `/people/${takenBack}`,
  `/events/${uprising}`,
  `/works/${film}`,
  `/sources/${eveningPaper.uid}`,
  `/sources/${screenWeekly.uid}`,
  '/people/nobody',
];
const heaviest = 50 * 1024;

let browser: Browser;
let house: TestHouse;

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  const author = await house.signIn({ roles: ['documenter'] });
  const approver = await house.signIn({ roles: ['reviewer', 'documenter'] });
  await publishSample(house.house.database.main.db, [author.actor, approver.actor]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

async function open(path: string, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled,
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  await page.goto(`${house.origin}${path}`);
  return page;
}

describe.each(locales)('in %s', (locale) => {
  test.each(paths)('%s is accessible, asks nobody else and fits a phone', async (path) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const watch = watchPage(page, house.origin);
    const response = await page.goto(`${house.origin}/${locale}${path}`);
    const missing = path.endsWith(takenBack) || path.endsWith('nobody');
    expect(response?.status()).toBe(path.endsWith(takenBack) ? 410 : missing ? 404 : 200);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    watch.expectNoThirdPartyRequests();
    if (!missing) watch.expectNoConsoleErrors();
    await context.close();
  });
});

test('two clicks lead from the front page to the words, without scripts', async () => {
  const page = await open('/en/events', false);
  await page.getByRole('link', { name: /Killings at the January protests/ }).click();
  const row = page.locator('.figure-row', { hasText: 'more than 3,000' });
  await expect(row.locator('blockquote').first().isVisible()).resolves.toBe(false);
  await row.locator('summary').click();
  const words = row.locator('blockquote').first();
  expect(await words.isVisible()).toBe(true);
  expect(await words.textContent()).toContain('more than three thousand unarmed people');
  const chain = await row.locator('.chain').textContent();
  expect(chain).toMatch(
    /^Joint statement.*\(not seen by us\), through Screen Weekly.*through The Evening Paper/,
  );
  await page.context().close();
});

test('an address can name a claim and opens on its words', async () => {
  const page = await open(`/en/people/${director}`, false);
  const id = await page.locator('.claim[id]').first().getAttribute('id');
  await page.goto(`${house.origin}/en/people/${director}#${id}`);
  expect(await page.locator(`[id="${id}"]`).isVisible()).toBe(true);
  await page.context().close();
});

test.each([`/fa/people/${director}`, `/en/events/${uprising}`, '/fa', `/fr/people/${assistant}`])(
  '%s weighs less than 50 kB, fonts and styles included',
  async (path) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const sizes: Promise<[path: string, bytes: number]>[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      const isFont = pathname.endsWith('.woff2');
      sizes.push(
        response.body().then((body) => [pathname, (isFont ? body : gzipSync(body)).byteLength]),
      );
    });
    await page.goto(`${house.origin}${path}`, { waitUntil: 'networkidle' });
    const files = await Promise.all(sizes);
    const total = files.reduce((sum, [, bytes]) => sum + bytes, 0);
    expect(total, JSON.stringify(files)).toBeLessThan(heaviest);
    await context.close();
  },
);

test('on paper everything stands open and every sheet names the edition', async () => {
  const page = await open(`/en/people/${assistant}`);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('blockquote').first().isVisible()).toBe(true);
  const foot = page.locator('.print-foot');
  expect(await foot.evaluate((element) => getComputedStyle(element).display)).toBe(
    'table-footer-group',
  );
  expect(await foot.textContent()).toMatch(/Edition 1.*SHA-256 [0-9a-f]{64}/);
  await page.context().close();
});
