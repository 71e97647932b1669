import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';
import { addAuthenticator, withoutPasskeyAutofill } from './passkeys.ts';
import { openTestHouse, type TestHouse } from './running-house.ts';

let browser: Browser;
let house: TestHouse;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

beforeEach(async () => {
  context = await browser.newContext({ locale: 'en' });
  page = await context.newPage();
});

afterEach(async () => {
  await context.close();
});

test('the first account is made with a passkey, which then opens it again', async () => {
  const passkeys = await addAuthenticator(page);
  const code = (await house.firstRunCode()) ?? '';
  await page.goto(`${house.origin}/account/first#${code}`);
  await page.waitForURL(`${house.origin}/account/first`);
  expect(await page.getByLabel('Code').inputValue()).toBe(code);
  await page.getByLabel('Name').fill('Shirin');
  await page.getByLabel('E-mail address').fill('shirin@example.org');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.waitForURL(`${house.origin}/desk`);
  expect(await passkeys()).toBe(1);

  await withoutPasskeyAutofill(page);
  await page.locator('summary', { hasText: 'Shirin' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/account\/sign-in/);
  expect(await page.textContent('main')).toContain('You are signed out');
  await page.goto(`${house.origin}/desk`);
  expect(new URL(page.url()).searchParams.get('to')).toBe('/desk');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL(`${house.origin}/desk`);
  expect(house.logged()).not.toContain(code);
});
