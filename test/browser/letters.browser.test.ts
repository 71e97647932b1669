import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loadSample } from '#sample';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

let browser: Browser;
let house: TestHouse;
let author: SignedInPerson;
let second: SignedInPerson;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  await loadSample(house.house.forPages.db, house.house.blobs);
  author = await house.signIn({ name: 'Camille', roles: ['campaigner'] });
  second = await house.signIn({ name: 'Yalda', roles: ['campaigner'] });
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function openPage(who: SignedInPerson | undefined, path: string, js = true): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: js });
  contexts.push(context);
  if (who !== undefined) await context.addCookies(who.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}${path}`);
  return page;
}

const pathOf = (page: Page) => new URL(page.url()).pathname;

async function begin(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'What the desk calls it' }).fill(name);
  await page.getByRole('button', { name: 'Begin writing' }).click();
  await page.getByRole('heading', { name: 'Text in work' }).waitFor();
}

test('a letter is written in the editor, approved, published and corrected by two', async () => {
  const page = await openPage(author, '/desk/letters');
  const watch = watchPage(page, house.origin);
  await page.getByText('No letters yet').waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'New letter' }).click();
  await expectAccessible(page);
  await begin(page, 'January call');
  await page.getByRole('textbox', { name: 'Title' }).fill('To those who can act');
  await page.getByRole('textbox', { name: 'Addressed to' }).fill('The ministers of culture');
  const editor = page.getByRole('textbox', { name: 'Text', exact: true });
  const toolbar = page.getByRole('toolbar');
  await toolbar.waitFor();
  await editor.click();
  await page.keyboard.type('We ask for ');
  await toolbar.getByRole('button', { name: 'Strong' }).click();
  await page.keyboard.type('help');
  await toolbar.getByRole('button', { name: 'Strong' }).click();
  await page.keyboard.type('.');
  await page.keyboard.press('Enter');
  await toolbar.getByRole('button', { name: 'List', exact: true }).click();
  await page.keyboard.type('for Sara');
  await page.keyboard.press('Enter');
  await page.keyboard.type('for Reza');
  await page.getByRole('textbox', { name: 'What is asked' }).fill('Release them.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save and close' }).click();
  await page.getByRole('button', { name: 'Propose' }).click();
  await page.getByText('somebody else reads it and decides').waitFor();
  await expectAccessible(page);

  const other = await openPage(second, pathOf(page));
  await other.getByRole('button', { name: 'Approve these words' }).click();
  await other.getByText('Version 1 is approved and can be published.').waitFor();
  await expectAccessible(other);
  const letter = pathOf(other);

  await decide(await propose(page, letter));
  const reader = await openPage(undefined, `/en${letter.replace('/desk', '')}`, false);
  await reader.getByRole('heading', { name: 'To those who can act', level: 1 }).waitFor();
  expect(await reader.locator('.letter-words strong').textContent()).toBe('help');
  expect(await reader.locator('.letter-words li').allTextContents()).toEqual([
    'for Sara',
    'for Reza',
  ]);
  await expectAccessible(await openPage(undefined, pathOf(reader)));

  // The second version, typed without scripts.
  const plain = await openPage(author, `${letter}/write`, false);
  const text = plain.getByRole('textbox', { name: 'Text' });
  expect(await text.inputValue()).toBe('We ask for **help**.\n\n- for Sara\n- for Reza');
  await text.fill('We ask **you** for **help**.\n\n- for Sara\n- for Reza');
  await plain.getByRole('button', { name: 'Save and close' }).click();
  await plain.getByRole('button', { name: 'Propose' }).click();
  await plain.getByText('Choose what it changes.').first().waitFor();
  await plain.getByRole('radio', { name: 'What is told as fact' }).check();
  await plain.getByRole('textbox', { name: 'Told to those who signed' }).fill('Says whom we ask');
  await plain.getByRole('button', { name: 'Propose' }).click();
  await plain.locator('.compared ins').first().waitFor();
  expect(await plain.locator('.compared ins').allTextContents()).toEqual(['you', ' ']);
  const again = await openPage(second, pathOf(plain), false);
  await again.getByRole('button', { name: 'Approve these words' }).click();
  await decide(await propose(page, letter));
  await reader.reload();
  await reader.getByRole('heading', { name: 'Version 2' }).first().waitFor();
  await reader.getByText('Says whom we ask').first().waitFor();
  watch.expectNoConsoleErrors();
  watch.expectNoThirdPartyRequests();
});

/** Proposes to publish; returns the path of the decision. */
async function propose(page: Page, letter: string): Promise<string> {
  await page.goto(`${house.origin}${letter}/publish`);
  await page.getByRole('combobox', { name: 'Basis' }).selectOption('public-interest');
  await page.getByRole('textbox', { name: 'Why this basis holds' }).fill('An open letter');
  await page.getByRole('textbox', { name: 'Risk' }).fill('None known');
  await page.getByRole('textbox', { name: 'Look at it again by' }).fill('1 January 2030');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.waitForURL(/desk\/publications\/[0-9a-f-]{36}$/);
  return pathOf(page);
}

async function decide(path: string): Promise<void> {
  const page = await openPage(second, path);
  await page.getByRole('button', { name: 'Approve and publish' }).click();
  await page.getByText('approved', { exact: true }).waitFor();
}

test('a sentence is tied to what the record tells, and readers find its sources, without scripts', async () => {
  const page = await openPage(author, '/desk/letters/new', false);
  await begin(page, 'With a figure');
  const text = 'More than 3,000 were killed. We ask.';
  // What the desk calls it is not what readers see.
  expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('');
  await page.getByRole('textbox', { name: 'Title' }).fill('With a figure');
  await page.getByRole('textbox', { name: 'Text' }).fill(text);
  await page.getByRole('button', { name: 'Save and close' }).click();
  await page.getByRole('button', { name: 'Propose' }).click();
  await page.getByText('One sentence holds a figure and rests on nothing.').first().waitFor();
  await page.getByRole('link', { name: 'Tie sentences to the record' }).click();
  await page.getByRole('link', { name: 'Tie to the record' }).first().click();
  await page.getByRole('textbox', { name: 'Person, work or event' }).fill('protesters in iran');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'Killing of protesters in Iran, January 2026' }).click();
  // A click waits for the page to begin, not for the whole of it.
  await page.waitForLoadState();
  const offered = await page.getByRole('checkbox').count();
  await page.getByRole('textbox', { name: 'Only with these words' }).fill('citizens');
  await page.getByRole('button', { name: 'Narrow' }).click();
  await page.getByRole('checkbox', { name: /3,000 defenceless citizens/u }).waitFor();
  expect(await page.getByRole('checkbox').count()).toBeLessThan(offered);
  await page.getByRole('button', { name: 'Tie', exact: true }).click();
  await page.getByText('Tick what these words rest on.').first().waitFor();
  await page.getByRole('checkbox', { name: /3,000 defenceless citizens/u }).check();
  await page.getByRole('button', { name: 'Tie', exact: true }).click();
  await page.getByRole('button', { name: 'Untie' }).waitFor();
  expect(await page.getByText('figure without a source').count()).toBe(0);
  await expectAccessible(await openPage(author, pathOf(page)));
  const letter = pathOf(page).split('/').slice(0, 4).join('/');
  const version = pathOf(page).replace('/anchors', '');
  const other = await openPage(second, version, false);
  // Who approves reads the claims themselves, and can go to the page that tells them.
  const tied = other.locator('.anchored-notes');
  expect(await tied.textContent()).toContain('3,000');
  await tied.getByRole('link', { name: 'Killing of protesters in Iran, January 2026' }).waitFor();
  await other.getByRole('button', { name: 'Approve these words' }).click();
  await propose(await openPage(author, letter), letter).then(decide);
  const reader = await openPage(undefined, `/en${letter.replace('/desk', '')}`, false);
  await reader.locator('.note-call a').click();
  const note = reader.locator('.letter-notes > li');
  expect(await note.textContent()).toContain('Killing of protesters in Iran, January 2026');
  expect(await note.textContent()).toContain('3,000');
  await note.locator('summary').click();
  await note.locator('blockquote').first().waitFor();
  await expectAccessible(await openPage(undefined, pathOf(reader)));
});

test('two who write at once: nothing typed is lost, and nothing is overwritten unseen', async () => {
  const one = await openPage(author, '/desk/letters/new', false);
  await begin(one, 'Two hands');
  const path = pathOf(one);
  await one.getByRole('textbox', { name: 'Text' }).fill('Hers');
  await one.getByRole('button', { name: 'Save', exact: true }).click();
  const other = await openPage(second, path, false);
  await one.getByRole('textbox', { name: 'Text' }).fill('Hers, longer');
  await one.getByRole('button', { name: 'Save', exact: true }).click();
  await other.getByRole('textbox', { name: 'Text' }).fill('His');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await other.getByText('Camille has saved this text since you opened it.').first().waitFor();
  expect(await other.getByRole('textbox', { name: 'Text' }).inputValue()).toBe('His');
  // Sending it once more changes nothing; only saying so does.
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await other.getByText('Camille has saved this text since you opened it.').first().waitFor();
  await other.getByRole('checkbox', { name: 'Replace theirs with mine' }).check();
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await other.getByText(/Last saved by .?Yalda/u).waitFor();
});
