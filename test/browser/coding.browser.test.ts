import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addSourceWithCopy, readCopiesOf } from '#evidence';
import { claimsFromSource, sourceCodes } from '#record';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

const text =
  'Nader Vahdat makes films. 🎬 He was sentenced to eight years in prison.\n\nHis lawyer said so.';

let browser: Browser;
let house: TestHouse;
let person: SignedInPerson;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  person = await house.signIn({ name: 'Nasrin' });
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function addSource(words = text): Promise<string> {
  const { forPages, blobs } = house.house;
  const input = { title: 'A report', material: '140523191601' };
  const { id, uid } = await addSourceWithCopy(
    forPages,
    person.actor,
    input,
    { kind: 'pasted', text: words },
    { ...sourceCodes(new Map()), locale: 'en', despiteAlreadyHere: true },
  );
  await readCopiesOf(forPages.db, blobs, id);
  return uid;
}

async function openPage(path: string, options: { js?: boolean } = {}): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: options.js ?? true });
  contexts.push(context);
  await context.addCookies(person.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}${path}`);
  return page;
}

const claimsOf = (uid: string) =>
  claimsFromSource(house.house.forPages.db, person.actor, uid, 'en');

/** Chooses the second sentence and says by keys that a new person is described by it. */
async function typeClaim(page: Page): Promise<void> {
  await page.getByText('Select words in the text').waitFor();
  await page.keyboard.press('s');
  await page.keyboard.press('s');
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'About' }).waitFor();
  await page.keyboard.type('Nader Vahdat');
  await page.getByRole('option', { name: '+ Person: Nader Vahdat' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'What is said' }).waitFor();
  await page.keyboard.type('Descr');
  await page.getByRole('option', { name: 'Description' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Value' }).waitFor();
}

test('a claim is coded without touching the mouse', async () => {
  const uid = await addSource();
  const page = await openPage(`/desk/sources/${uid}`);
  const watch = watchPage(page, house.origin);
  await typeClaim(page);
  const value = page.getByRole('textbox', { name: 'Value' });
  expect(await value.inputValue()).toBe('🎬 He was sentenced to eight years in prison.');
  await page.keyboard.press('Control+Enter');
  // By its text: while a list of choices is open, it is all that has a role.
  await page.getByText('2 claims').waitFor();
  const claims = await claimsOf(uid);
  expect(claims.map(({ property, basis }) => [property, basis])).toEqual([
    ['name', 'coded'],
    ['description', 'quoted'],
  ]);
  const [claim] = claims;
  expect(claim?.passage?.quote).toBe('🎬 He was sentenced to eight years in prison.');
  // The next claim is about the same person; only what is said is asked for.
  expect(await page.getByRole('combobox', { name: 'What is said' }).isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await expectAccessible(page);
  watch.expectNoConsoleErrors();
  watch.expectNoThirdPartyRequests();
});

test('what is typed outlives a lost connection and a closed window', async () => {
  const uid = await addSource();
  const page = await openPage(`/desk/sources/${uid}`);
  await typeClaim(page);
  await page.context().setOffline(true);
  await page.keyboard.press('Control+Enter');
  await page.getByText('Not saved').waitFor();
  expect(await claimsOf(uid)).toEqual([]);
  await page.context().setOffline(false);
  await page.reload();
  await page.getByRole('textbox', { name: 'Value' }).waitFor();
  await page.keyboard.press('Control+Enter');
  // By its text: while a list of choices is open, it is all that has a role.
  await page.getByText('2 claims').waitFor();
  expect(await claimsOf(uid)).toHaveLength(2);
  const kept = await page.evaluate(() => Object.keys(localStorage));
  expect(kept.filter((key) => key.includes('draft'))).toEqual([]);
});

test('words selected with the mouse open the form', async () => {
  const uid = await addSource();
  const page = await openPage(`/desk/sources/${uid}`);
  await page.getByText('Select words in the text').waitFor();
  const words = page.getByText('His lawyer said so.');
  await words.dblclick({ position: { x: 12, y: 8 } });
  await page.getByRole('form', { name: 'Code a claim' }).waitFor();
  expect(await page.locator('.work-words').textContent()).toBe('His');
});

test('without scripts a claim is coded by its words', async () => {
  const uid = await addSource();
  const page = await openPage(`/desk/sources/${uid}`, { js: false });
  await page.getByLabel('The words').fill('sentenced to  eight years');
  await page.getByLabel('Name, when new').fill('Nader Vahdat');
  await page.getByLabel('What is said').selectOption('person:description');
  await page.getByLabel('Value').fill('sentenced');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.getByRole('heading', { name: '2 claims' }).waitFor();
  const [claim] = await claimsOf(uid);
  expect(claim?.passage?.quote).toBe('sentenced to eight years');
});

test('the inbox is worked through by keys', async () => {
  const uid = await addSource('Something only this source says.');
  const page = await openPage('/desk');
  const watch = watchPage(page, house.origin);
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await page.locator(`[data-source="${uid}"]`).getByText('Give back').waitFor();
  await page.keyboard.press('d');
  await page.locator(`[data-source="${uid}"]`).getByText('Reopen').waitFor();
  await expectAccessible(page);
  watch.expectNoConsoleErrors();
  watch.expectNoThirdPartyRequests();
});
