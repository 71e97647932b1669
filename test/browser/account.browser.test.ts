import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { invite } from '#accounts';
import type { Locale } from '#platform/languages';
import enPage from '../../src/web/messages/en/account.json' with { type: 'json' };
import faPage from '../../src/web/messages/fa/account.json' with { type: 'json' };
import frPage from '../../src/web/messages/fr/account.json' with { type: 'json' };
import enRefusal from '../../src/web/messages/en/accounts.json' with { type: 'json' };
import faRefusal from '../../src/web/messages/fa/accounts.json' with { type: 'json' };
import frRefusal from '../../src/web/messages/fr/accounts.json' with { type: 'json' };
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { addAuthenticator, withoutPasskeyAutofill } from './passkeys.ts';
import { openTestHouse, type TestHouse } from './running-house.ts';

const words = {
  en: { ...enRefusal, ...enPage },
  fr: { ...frRefusal, ...frPage },
  fa: { ...faRefusal, ...faPage },
};
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

async function openPage(locale: Locale, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({ locale, javaScriptEnabled });
  contexts.push(context);
  return context.newPage();
}

/** The code of an invitation. */
async function invitationFor(email: string, locale: Locale): Promise<string> {
  const { db } = house.house.database.main;
  const { actor } = await house.signIn();
  const roles = ['administrator', 'documenter'];
  const { token } = await invite(db, actor, {
    name: 'Dariush',
    email,
    roles,
    inTeam: true,
    locale,
  });
  return token;
}

/** What the app shows, `steps` half minutes from now. */
function codeOf(secret: string, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

test('the first account is made with a passkey, which then opens it again', async () => {
  const empty = await openTestHouse();
  onTestFinished(() => empty.stop());
  const page = await openPage('en');
  const watch = watchPage(page, empty.origin);
  const passkeys = await addAuthenticator(page);
  const code = (await empty.firstRunCode()) ?? '';
  await page.goto(`${empty.origin}/account/first#${code}`);
  await page.waitForURL(`${empty.origin}/account/first`);
  expect(await page.getByLabel('Code').inputValue()).toBe(code);
  await page.getByLabel('Name').fill('Shirin');
  await page.getByLabel('E-mail address').fill('shirin@example.org');
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.waitForURL(`${empty.origin}/desk`);
  expect(await passkeys()).toBe(1);

  await withoutPasskeyAutofill(page);
  await page.locator('summary', { hasText: 'Shirin' }).click();
  const left = page.waitForResponse(`${empty.origin}/account/sign-out`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect((await (await left).allHeaders())['clear-site-data']).toBe('"cache", "storage"');
  await page.waitForURL(/\/account\/sign-in/);
  expect(await page.textContent('main')).toContain('You are signed out');
  await page.goto(`${empty.origin}/desk`);
  expect(new URL(page.url()).searchParams.get('to')).toBe('/desk');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.waitForURL(`${empty.origin}/desk`);
  expect(empty.logged()).not.toContain(code);
  watch.expectNoConsoleErrors();
  watch.expectNoThirdPartyRequests();
});

test.each<[Locale]>([['en'], ['fr'], ['fa']])(
  'in %s and without scripts: join by password, protect the account, sign in with a code',
  async (locale) => {
    const t = words[locale];
    const email = `dariush-${locale}@example.org`;
    const page = await openPage(locale, false);
    const at = (path: string) => `${house.origin}/account/${path}`;
    await page.goto(at(`join#${await invitationFor(email, locale)}`));
    expect(await page.textContent('main')).not.toContain('Dariush');
    await page.getByLabel(t['code.label'], { exact: true }).fill('no such code');
    await page.getByLabel(t['password.new']).fill(password);
    await page.getByRole('button', { name: t['join.submit'] }).click();
    expect(await page.textContent('.form-problems')).toContain(t['refusal.link-spent']);
    expect(await page.getByLabel(t['code.label'], { exact: true }).inputValue()).toBe(
      'no such code',
    );
    expect(await page.getByLabel(t['password.new']).inputValue()).toBe('');

    await page
      .getByLabel(t['code.label'], { exact: true })
      .fill(await invitationFor(email, locale));
    await page.getByLabel(t['password.new']).fill(password);
    await page.getByRole('button', { name: t['join.submit'] }).click();
    await page.waitForURL(at('protect'));
    await page.goto(at('sessions'));
    expect(page.url()).toBe(at('protect'));

    await page.getByRole('link', { name: t['totp.setUp'] }).click();
    await page.getByRole('button', { name: t['totp.begin'] }).click();
    const secret = (await page.textContent('.secret')) ?? '';
    await page.locator('.qr path').waitFor();
    await page.getByLabel(t['totp.code'], { exact: true }).fill('000000');
    await page.getByRole('button', { name: t['totp.submit'] }).click();
    expect(await page.textContent('.field-problem')).toBe(t['refusal.totp-code-wrong']);
    // The same code is still there to be shown to the app.
    expect(await page.textContent('.secret')).toBe(secret);
    await page.locator('.qr path').waitFor();
    await page.getByLabel(t['totp.code'], { exact: true }).fill(codeOf(secret));
    await page.getByRole('button', { name: t['totp.submit'] }).click();
    // A click does not wait for the page that comes of it.
    await page.locator('.recovery-codes li').nth(9).waitFor();
    expect(await page.locator('.recovery-codes li').count()).toBe(10);
    const recovery = (await page.locator('.recovery-codes li').first().textContent()) ?? '';

    await page.goto(at(''));
    await page.getByRole('button', { name: /./ }).last().click();
    await page.waitForURL(at('sign-in?signed-out'));
    for (const code of [codeOf(secret, 1), recovery]) {
      await page.goto(at('sign-in?to=/account/sessions'));
      await page.getByLabel(t['email.label']).fill(email);
      await page.getByLabel(t['password.label']).fill(password);
      await page.getByRole('button', { name: t['signIn.submit'] }).click();
      await page.getByLabel(t['second.code']).fill('000000');
      await page.getByRole('button', { name: t['second.submit'] }).click();
      expect(await page.textContent('.field-problem')).toBe(t['refusal.code-wrong']);
      await page.getByLabel(t['second.code']).fill(code);
      await page.getByRole('button', { name: t['second.submit'] }).click();
      await page.waitForURL(at('sessions'));
      await page.goto(at(''));
      await page.getByRole('button', { name: /./ }).last().click();
      await page.waitForURL(at('sign-in?signed-out'));
    }
  },
);

const strangersPages = ['first', 'sign-in', 'join', 'reset', 'new-password', 'e-mail'];
const ownPages = [
  '',
  'details',
  'new-e-mail',
  'add-passkey',
  'password',
  'authenticator',
  'recovery-codes',
  'sessions',
  'confirm',
];

test.each<[Locale]>([['en'], ['fr'], ['fa']])(
  'every page of the account is accessible in %s, asks nobody else and breaks nothing',
  async (locale) => {
    const page = await openPage(locale);
    const watch = watchPage(page, house.origin);
    const look = async (path: string) => {
      const response = await page.goto(`${house.origin}/account/${path}`);
      expect(response?.status(), path).toBe(200);
      expect(new URL(page.url()).pathname.replace(/\/$/, ''), path).toBe(
        `/account/${path}`.replace(/\/$/, ''),
      );
      expect(await page.locator('html').getAttribute('lang'), path).toBe(locale);
      await expectAccessible(page);
    };
    for (const path of strangersPages) await look(path);
    const { cookies } = await house.signIn({ locale });
    await page.context().addCookies(cookies);
    for (const path of ownPages) await look(path);
    const weak = await house.signIn({ locale, factors: 1 });
    await page.context().addCookies(weak.cookies);
    await look('protect');
    watch.expectNoConsoleErrors();
    watch.expectNoThirdPartyRequests();
  },
);

test('whoever guesses is told to wait, in the same words whether the account exists or not', async () => {
  const { email } = await house.signIn();
  for (const address of [email, 'nobody@example.org']) {
    const page = await openPage('en', false);
    const said: (string | null)[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      await page.goto(`${house.origin}/account/sign-in`);
      await page.getByLabel('E-mail address').fill(address);
      await page.getByLabel('Password').fill('not the password');
      await page.getByRole('button', { name: 'Sign in with password' }).click();
      said.push(await page.textContent('.form-problems li'));
      expect(await page.getByLabel('E-mail address').inputValue()).toBe(address);
    }
    expect(said.slice(0, 5)).toEqual(Array(5).fill(enRefusal['refusal.sign-in-wrong']));
    expect(said[5]).toMatch(/^There were too many failed tries. Please wait \d seconds?/);
  }
});

test('a passkey signs in by the autofill of the e-mail field, with no button pressed', async () => {
  const page = await openPage('en');
  const { cookies } = await house.signIn();
  await page.context().addCookies(cookies);
  await addAuthenticator(page);
  await page.goto(`${house.origin}/account/add-passkey`);
  await page.getByLabel('Label').fill('my phone');
  await page.getByRole('button', { name: 'Make the passkey' }).click();
  await page.waitForURL(`${house.origin}/account`);
  expect(await page.textContent('#passkeys')).toContain('my phone');
  await page.context().clearCookies();
  await page.goto(`${house.origin}/account/sign-in?to=/account/details`);
  await page.waitForURL(`${house.origin}/account/details`);
});
