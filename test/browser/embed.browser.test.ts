import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSigning } from '#letters';
import { publishLetter } from '../letters/public-letter.ts';
import { launchChromium } from './chromium.ts';
import { expectAccessible, watchPage } from './assertions.ts';
import { openTestHouse, type TestHouse } from './running-house.ts';

let browser: Browser;
let house: TestHouse;
let elsewhere: Server;
let letter: string;

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  const author = await house.signIn({ roles: ['campaigner'] });
  const second = await house.signIn({ roles: ['campaigner'] });
  const { db } = house.house.database.main;
  letter = await publishLetter(db, author.actor, second.actor);
  await db
    .transaction()
    .execute((tx) => openSigning(tx, author.actor, house.house.forPages.letterSealer, letter));
  // Another site, which frames whatever its address says.
  elsewhere = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').searchParams.get('frame') ?? '';
    response.setHeader('Content-Type', 'text/html');
    response.end(
      `<!doctype html><title>Elsewhere</title><iframe width="600" height="260" src="${house.origin}${path}"></iframe>`,
    );
  });
  await new Promise<void>((done) => elsewhere.listen(0, '127.0.0.1', done));
});

afterAll(async () => {
  elsewhere?.close();
  await browser?.close();
  await house?.stop();
});

async function framed(path: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { port } = elsewhere.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/?frame=${encodeURIComponent(path)}`);
  const frame = page.frames().find((one) => one !== page.mainFrame());
  return { context, page, text: (await frame?.locator('body').textContent()) ?? '' };
}

test('another site shows the letter in a frame, styled, without a cookie', async () => {
  const { context, page, text } = await framed(`/en/letters/${letter}/embed`);
  expect(text).toContain('To those who can act');
  expect(text).toContain('Nobody has signed yet');
  expect(await context.cookies()).toEqual([]);
  const frame = page.frameLocator('iframe');
  const link = frame.getByRole('link', { name: 'Read and sign' });
  expect(await link.evaluate((one) => getComputedStyle(one).fontWeight)).toBe('600');
  const [opened] = await Promise.all([context.waitForEvent('page'), link.click()]);
  await opened.waitForURL(`${house.origin}/en/letters/${letter}`);
  await context.close();
});

test.each(['en', 'fr', 'fa'])(
  'the frame in %s is accessible, fits three hundred pixels and asks nobody else',
  async (locale) => {
    const context = await browser.newContext({
      ...{ viewport: { width: 300, height: 260 }, colorScheme: 'dark' },
    });
    const page = await context.newPage();
    const watch = watchPage(page, house.origin);
    await page.goto(`${house.origin}/${locale}/letters/${letter}/embed`);
    await expectAccessible(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    watch.expectNoThirdPartyRequests();
    watch.expectNoConsoleErrors();
    await context.close();
  },
);

test.each(['', '/sign', '/signatures'])(
  'no other page of a letter (%s) is framed',
  async (path) => {
    const { context, text } = await framed(`/en/letters/${letter}${path}`);
    expect(text).not.toContain('To those who can act');
    await context.close();
  },
);

test.each(['/en', '/account/sign-in', '/log/checkpoint'])('%s is not framed', async (path) => {
  const response = await fetch(`${house.origin}${path}`);
  expect(response.headers.get('X-Frame-Options')).toBe('DENY');
  expect(response.headers.get('Content-Security-Policy')).not.toContain('frame-ancestors *');
});

test('the letter’s page tells machines and other sites of it, and gives the code', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${house.origin}/fr/letters/${letter}`);
  const data = (await page.locator('script[type="application/ld+json"]').textContent()) ?? '';
  expect(JSON.parse(data)).toMatchObject({
    headline: 'To those who can act',
    interactionStatistic: { userInteractionCount: 0 },
  });
  const oembed = await page.locator('link[type="application/json+oembed"]').getAttribute('href');
  const described = (await (await fetch(oembed ?? '')).json()) as { readonly html: string };
  expect(described.html).toContain(`/fr/letters/${letter}/embed`);
  const image = await page.locator('meta[property="og:image"]').getAttribute('content');
  expect((await fetch(image ?? '')).headers.get('Content-Type')).toBe('image/png');
  await page.getByText('Pour votre propre page').click();
  expect(await page.locator('.embed-code').textContent()).toContain('<iframe');
  await expectAccessible(page);
  await context.close();
});
