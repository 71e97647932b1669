import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addPartnerMember, createPartner } from '#accounts';
import type { Locale } from '#platform/languages';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type PersonWanted, type TestHouse } from './running-house.ts';

const password = 'seven pomegranates in a blue bowl';

let browser: Browser;
let house: TestHouse;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function openPage(locale: Locale = 'en'): Promise<Page> {
  const context = await browser.newContext({ locale });
  contexts.push(context);
  return context.newPage();
}

async function openAs(person: PersonWanted) {
  const page = await openPage(person.locale);
  const signedIn = await house.signIn(person);
  await page.context().addCookies(signedIn.cookies);
  return { page, ...signedIn };
}

test('an invitation waits in the outbox, and the link in it makes the account', async () => {
  const { page } = await openAs({ name: 'Shirin' });
  await page.goto(`${house.origin}/desk/people/invite`);
  await page.getByLabel('Name').fill('Dariush');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByText('Please enter an e-mail address').first().waitFor();
  expect(await page.getByLabel('Name').inputValue()).toBe('Dariush');
  await page.getByLabel('E-mail address').fill('dariush@example.org');
  await page.getByLabel('Reviewer').check();
  await page.getByRole('radio', { name: 'Français' }).check();
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByText('waits in the outbox').waitFor();
  await page.getByRole('link', { name: 'Open the outbox' }).click();
  await page.getByRole('button', { name: 'Read' }).click();
  const mail = (await page.textContent('.mail-text')) ?? '';
  const link = /http\S+#\S+/.exec(mail)?.[0] ?? '';
  expect(mail).not.toContain('Dariush');
  await page.getByText('read by you just now').waitFor();
  expect(await page.locator('.copy-text').textContent()).toBe(link);
  await page.getByRole('button', { name: 'Read' }).click();
  await page.getByText('read before').waitFor();

  const stranger = await openPage();
  await stranger.goto(link);
  await stranger.waitForURL(`${house.origin}/account/join?language=fr`);
  expect(await stranger.locator('html').getAttribute('lang')).toBe('fr');
  expect(await stranger.textContent('main')).not.toMatch(/Dariush|dariush/);
  await stranger.getByLabel('Nouveau mot de passe').fill(password);
  await stranger.getByRole('button', { name: 'Créer le compte avec ce mot de passe' }).click();
  await stranger.waitForURL(`${house.origin}/desk`);
  expect(await stranger.textContent('.desk-person summary')).toBe('Dariush');
  expect(house.logged()).not.toContain(link.split('#')[1]);
});

test('who is suspended is out at once, until reactivated', async () => {
  const { page } = await openAs({ name: 'Shirin' });
  const other = await openAs({ name: 'Nasrin', roles: ['documenter'] });
  await other.page.goto(`${house.origin}/desk`);
  expect(other.page.url()).toBe(`${house.origin}/desk`);
  await page.goto(`${house.origin}/desk/people/${other.actor.uid}`);
  await page.getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('button', { name: 'Reactivate' }).waitFor();
  await other.page.goto(`${house.origin}/desk`);
  expect(other.page.url()).toContain('/account/sign-in');
  await page.getByRole('button', { name: 'Reactivate' }).click();
  await page.getByRole('button', { name: 'Suspend' }).waitFor();
});

test('a reset link is shown once and takes a new password', async () => {
  const { page } = await openAs({ name: 'Shirin' });
  const other = await openAs({ name: 'Nasrin', roles: ['documenter'] });
  await page.goto(`${house.origin}/desk/people/${other.actor.uid}`);
  await page.getByRole('button', { name: 'Link that replaces everything' }).click();
  const link = (await page.locator('.notice code').first().textContent()) ?? '';
  await page.reload();
  expect(await page.locator('.notice code').count()).toBe(0);
  await other.page.goto(link);
  await other.page.waitForURL(`${house.origin}/account/reset`);
  await other.page.getByLabel('New password').fill('short');
  await other.page.getByRole('button', { name: 'Use this password from now on' }).click();
  expect(await other.page.textContent('.form-problems')).toContain('at least 12 characters');
  await other.page.getByLabel('New password').fill(password);
  await other.page.getByRole('button', { name: 'Use this password from now on' }).click();
  await other.page.waitForURL(`${house.origin}/desk`);
});

test('to anybody else there are no such pages', async () => {
  const { page } = await openAs({ roles: ['documenter', 'reviewer'] });
  for (const path of ['', '/invite', '/partners']) {
    const response = await page.goto(`${house.origin}/desk/people${path}`);
    expect(response?.status(), path).toBe(404);
  }
  expect(await page.locator('a[href="/desk/people"]').count()).toBe(0);
});

test.each<[Locale]>([['en'], ['fr'], ['fa']])(
  'every page of people is accessible in %s and breaks nothing',
  async (locale) => {
    const { page, actor } = await openAs({ name: 'Shirin', locale });
    const watch = watchPage(page, house.origin);
    const { db } = house.house.database.main;
    const other = await house.signIn({ roles: ['campaigner'], factors: 1 });
    const partner = await createPartner(db, actor, { name: `Partner ${locale}` });
    await addPartnerMember(db, actor, partner.uid, other.actor.uid);
    for (const path of ['', '/invite', '/partners', `/${other.actor.uid}`]) {
      await page.goto(`${house.origin}/desk/people${path}`);
      expect(await page.locator('html').getAttribute('lang'), path).toBe(locale);
      await expectAccessible(page);
    }
    watch.expectNoConsoleErrors();
    watch.expectNoThirdPartyRequests();
  },
);
