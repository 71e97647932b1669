import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LetterRefusal } from '#letters';
import { publishLetter } from '../letters/public-letter.ts';
import { expectAccessible } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type TestHouse } from './running-house.ts';

let browser: Browser;
let house: TestHouse;
let letter: string;

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  const author = await house.signIn({ name: 'Camille', roles: ['campaigner'] });
  const second = await house.signIn({ name: 'Yalda', roles: ['campaigner'] });
  letter = await publishLetter(house.house.database.main.db, author.actor, second.actor);
  const context = await browser.newContext();
  await context.addCookies(author.cookies);
  const desk = await context.newPage();
  await desk.goto(`${house.origin}/desk/letters/${letter}/signing`);
  await desk.getByRole('button', { name: 'Open signing' }).click();
  await desk.getByText('Confirmed', { exact: true }).waitFor();
  await context.close();
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

/** What a house does whose database is away, without and with room for what is sent. */
function takeDatabaseAway(hasRoom: boolean): string[] {
  const kept: string[] = [];
  Object.assign(house.house.forPages.spool, {
    isAway: () => true,
    keep: (form: { readonly letter: string }) => {
      if (!hasRoom) return Promise.reject(new LetterRefusal({ code: 'sign-unkept' }));
      kept.push(form.letter);
      return Promise.resolve();
    },
  });
  return kept;
}

async function openForm(locale: string): Promise<Page> {
  const context = await browser.newContext({
    // Only axe asks for scripts; no page here has one.
    javaScriptEnabled: locale !== 'en',
    ...(locale === 'fa' && { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }),
  });
  const page = await context.newPage();
  await page.goto(`${house.origin}/${locale}/letters/${letter}/sign`);
  await page.locator('input[name=appearance][value=organisers]').check();
  await page.locator('input[name=name]').fill('Ada Example');
  await page.locator('select[name=country]').selectOption('FR');
  await page.locator('input[name=address]').fill('ada@example.org');
  await page.locator('input[name=sign]').check();
  return page;
}

test.each(['en', 'fr', 'fa'])(
  'in %s the page says that it waits, without a script',
  async (locale) => {
    const kept = takeDatabaseAway(true);
    const page = await openForm(locale);
    await page.locator('form#sign button[type=submit]').click();
    expect(new URL(page.url()).pathname).toBe(`/${locale}/letters/${letter}/received`);
    expect(kept).toEqual([letter]);
    if (locale !== 'en') await expectAccessible(page);
    await page.context().close();
  },
);

test.each(['en', 'fr', 'fa'])(
  'in %s all that was typed is there when nothing could be kept',
  async (locale) => {
    takeDatabaseAway(false);
    const page = await openForm(locale);
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.request().method() === 'POST'),
      page.locator('form#sign button[type=submit]').click(),
    ]);
    expect(answer.status()).toBe(503);
    expect(await page.locator('input[name=name]').inputValue()).toBe('Ada Example');
    expect(await page.locator('input[name=address]').inputValue()).toBe('ada@example.org');
    expect(await page.locator('select[name=country]').inputValue()).toBe('FR');
    for (const name of ['appearance][value=organisers', 'sign']) {
      expect(await page.locator(`input[name=${name}]`).isChecked()).toBe(true);
    }
    expect(await page.locator('input[name=show]').isChecked()).toBe(false);
    if (locale !== 'en') await expectAccessible(page);
    await page.context().close();
  },
);
