import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

let browser: Browser;
let house: TestHouse;
let person: SignedInPerson;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  person = await house.signIn({ roles: ['documenter'] });
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function openPage(js: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: js });
  contexts.push(context);
  await context.addCookies(person.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}/desk/sources/new`);
  if (js) await page.waitForLoadState('networkidle');
  return page;
}

const tab = (page: Page, js: boolean, name: string) =>
  page
    .getByRole('navigation', { name: 'How it comes in' })
    .getByRole(js ? 'link' : 'button', { name });

async function goTo(page: Page, js: boolean, way: string): Promise<void> {
  await tab(page, js, way).click();
  await tab(page, js, way).and(page.locator('[aria-current="page"]')).waitFor();
}

test.each([true, false])('what is typed goes along from way to way (scripts: %s)', async (js) => {
  const page = await openPage(js);
  const watch = watchPage(page, house.origin);
  await page.getByLabel('Text', { exact: true }).fill('Words\nof the text');
  await page.getByLabel('Title').fill('A report');
  await page.getByLabel('Published on').fill('9 January 2026');
  for (const way of ['Files', 'Web address', 'Not seen']) {
    await goTo(page, js, way);
    expect(await page.getByLabel('Title').inputValue()).toBe('A report');
  }
  await page.locator('input[name=address]:visible').fill('https://example.org/report');
  await goTo(page, js, 'Paste text');
  expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Words\nof the text');
  expect(await page.getByLabel('Published on').inputValue()).toBe('9 January 2026');
  expect(await page.locator('input[name=address]:visible').inputValue()).toBe(
    'https://example.org/report',
  );
  if (js) await expectAccessible(page);
  watch.expectNoConsoleErrors();
});

test.each([true, false])(
  'an address that cannot be fetched is recorded as not seen (scripts: %s)',
  async (js) => {
    const page = await openPage(js);
    await goTo(page, js, 'Web address');
    await page.locator('input[name=address]:visible').fill(`http://localhost/${js}`);
    await page.getByLabel('Title').fill(`Post ${js}`);
    await page.getByRole('button', { name: 'Add', exact: true }).last().click();
    await page.getByRole('button', { name: 'Record it as not seen instead' }).click();
    await tab(page, js, 'Not seen').and(page.locator('[aria-current="page"]')).waitFor();
    expect(await page.locator('input[name=address]:visible').inputValue()).toBe(
      `http://localhost/${js}`,
    );
    expect(await page.getByLabel('Title').inputValue()).toBe(`Post ${js}`);
    await page.getByRole('button', { name: 'Add', exact: true }).last().click();
    await page.waitForURL(/\/desk\/sources\/[0-9a-f-]{36}$/);
  },
);
