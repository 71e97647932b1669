import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addSourceWithCopy, readCopiesOf } from '#evidence';
import { claimsFromSource, sourceCodes } from '#record';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

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

/** The page on which a new source of these words is coded. */
async function openSource(words: string): Promise<{ readonly page: Page; readonly uid: string }> {
  const { forPages, blobs } = house.house;
  const { id, uid } = await addSourceWithCopy(
    forPages,
    person.actor,
    { title: 'A report', material: '140523191601' },
    { kind: 'pasted', text: words },
    { ...sourceCodes(new Map()), locale: 'en', despiteAlreadyHere: true },
  );
  await readCopiesOf(forPages.db, blobs, id);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  contexts.push(context);
  await context.addCookies(person.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}/desk/sources/${uid}`);
  await page.getByText('Select words in the text').waitFor();
  return { page, uid };
}

const form = (page: Page) => page.locator('form.coding-form');
const value = (page: Page) => page.getByRole('textbox', { name: 'Value' });

/** Says with keys that somebody new is described by the sentence that is chosen. */
async function beginClaim(page: Page, name: string): Promise<void> {
  await page.keyboard.press('s');
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'About' }).waitFor();
  await page.keyboard.type(name);
  await page.getByRole('option', { name: `+ Person: ${name}` }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'What is said' }).waitFor();
  await page.keyboard.type('Descr');
  await page.getByRole('option', { name: 'Description' }).waitFor();
  await page.keyboard.press('Enter');
  await value(page).waitFor();
}

test('Escape closes an open list first, the form after it', async () => {
  const { page } = await openSource('Nader Vahdat makes films. He lives here.');
  await page.keyboard.press('s');
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'About' }).waitFor();
  await page.keyboard.type('Nader');
  await page.getByRole('option', { name: '+ Person: Nader' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.finder-list').waitFor({ state: 'detached' });
  expect(await page.getByRole('combobox', { name: 'About' }).inputValue()).toBe('Nader');
  await page.keyboard.press('Escape');
  await form(page).waitFor({ state: 'detached' });
});

test('what was half written is there when the form is opened again on the same words', async () => {
  const { page } = await openSource('Sima Rad makes films. He lives here.');
  await beginClaim(page, 'Sima Rad');
  await value(page).fill('A maker of films');
  await page.keyboard.press('Escape');
  await form(page).waitFor({ state: 'detached' });
  await page.keyboard.press('c');
  await value(page).waitFor();
  expect(await value(page).inputValue()).toBe('A maker of films');
  await page.getByText('Discard').click();
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'About' }).waitFor();
  expect(await value(page).count()).toBe(0);
});

test('a value that nobody touched is that of the words selected now', async () => {
  const { page } = await openSource('Omid Rad paints. \n\nHe lives here.');
  await beginClaim(page, 'Omid Rad');
  expect(await value(page).inputValue()).toBe('Omid Rad paints.');
  await page.getByText('He lives here.').dblclick({ position: { x: 8, y: 8 } });
  await expect.poll(() => value(page).inputValue()).toBe('He');
  await value(page).fill('He lives');
  await page
    .getByText('Omid Rad paints.')
    .first()
    .dblclick({ position: { x: 8, y: 8 } });
  await expect.poll(() => page.locator('.work-words').textContent()).toBe('Omid');
  expect(await value(page).inputValue()).toBe('He lives');
});

/** Says what was done, and to whom, up to the moment before saving. */
async function beginAct(page: Page, victim: string, option: string): Promise<void> {
  await page.keyboard.press('s');
  await page.keyboard.press('x');
  await page.getByRole('combobox', { name: 'What was done' }).waitFor();
  await page.keyboard.type('killing at');
  await page.getByRole('option', { name: 'Killing at a protest' }).waitFor();
  await page.keyboard.press('Enter');
  const whom = page.getByRole('combobox', { name: 'To whom' });
  await whom.fill(victim);
  await page.getByRole('option', { name: option }).first().click();
}

test('a half-written act outlives Escape and a reload, on its own words, until it is discarded', async () => {
  const { page } = await openSource('Sahar Omidi was killed. She was 27.');
  // By its label: while a list of choices is open, it is all that has a role.
  const when = page.getByLabel('When', { exact: true });
  await beginAct(page, 'Sahar Omidi', '+ Person: Sahar Omidi');
  await when.fill('9 January 2026');
  await page.keyboard.press('Escape');
  await form(page).waitFor({ state: 'detached' });
  await page.keyboard.press('s');
  await page.keyboard.press('x');
  await page.getByRole('combobox', { name: 'What was done' }).waitFor();
  expect(await when.inputValue()).toBe('');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await form(page).waitFor({ state: 'detached' });

  await page.reload();
  await when.waitFor();
  expect(await when.inputValue()).toBe('9 January 2026');
  await page.getByText('Killing at a protest').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('x');
  await when.waitFor();
  expect(await page.locator('form.coding-form').textContent()).toContain('Sahar Omidi');
  await page.getByText('Discard').click();
  await page.keyboard.press('x');
  await page.getByRole('combobox', { name: 'What was done' }).waitFor();
  expect(await when.inputValue()).toBe('');
});

test('a list of names that was begun outlives Escape and a reload', async () => {
  const { page } = await openSource('Sima Rad, Omid Rad and Nika Rad were there.');
  await page.keyboard.press('s');
  await page.keyboard.press('l');
  const name = page.getByLabel('Name', { exact: true }).first();
  await name.fill('Sima Rad-Amini');
  await page.keyboard.press('Escape');
  await form(page).waitFor({ state: 'detached' });
  await page.reload();
  await name.waitFor();
  expect(await name.inputValue()).toBe('Sima Rad-Amini');
});

test('an act known from one source is offered while it is coded from another, in another script', async () => {
  const { page: first, uid } = await openSource('Javad Ganji was shot dead on 9 January 2026.');
  await beginAct(first, 'Javad Ganji', '+ Person: Javad Ganji');
  await first.getByRole('textbox', { name: 'When' }).fill('9 January 2026');
  await first.getByRole('button', { name: 'Save the act' }).click();
  await form(first).waitFor({ state: 'detached' });

  const { page, uid: second } = await openSource('جواد گنجی کشته شد. او هنرمند بود.');
  await beginAct(page, 'جواد گنجی', 'Javad Ganji');
  await page.getByText('An act against them is on record.').waitFor();
  await page.getByRole('textbox', { name: 'When' }).fill('8 January 2026');
  await page.getByRole('button', { name: 'It is this one' }).click();
  // Nothing that was filled in is lost: it is added to the act.
  expect(await page.getByRole('textbox', { name: 'When' }).inputValue()).toBe('8 January 2026');
  await page.getByText('Added to', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Add to this act' }).click();
  await form(page).waitFor({ state: 'detached' });
  const { db } = house.house.forPages;
  const acts = (await claimsFromSource(db, person.actor, uid, 'en')).filter(
    ({ property }) => property === 'actType',
  );
  expect(acts.map(({ state }) => state)).toEqual(['proposed']);
  const added = await claimsFromSource(db, person.actor, second, 'en');
  expect(added.map((claim) => [claim.entity.uid, claim.property, claim.value])).toEqual([
    [acts[0]?.entity.uid, 'actType', acts[0]?.value],
    [acts[0]?.entity.uid, 'victim', expect.any(String)],
    [acts[0]?.entity.uid, 'startDate', '2026-01-08'],
  ]);
});

test('a day that does not exist is told at its field, and cleared when it is mended', async () => {
  const { page } = await openSource('Nasim Rad was killed. She was 27.');
  await beginAct(page, 'Nasim Rad', '+ Person: Nasim Rad');
  const when = page.getByLabel('When', { exact: true });
  await when.fill('31 February 2026');
  await page.locator('.form-foot').getByText('Save the act').click();
  const told = page.getByText('When: There is no such day in that month.');
  await told.waitFor();
  expect(await when.getAttribute('aria-invalid')).toBe('true');
  expect(await when.evaluate((field) => field === document.activeElement)).toBe(true);
  await when.fill('28 February 2026');
  await told.waitFor({ state: 'detached' });
  await page.locator('.form-foot').getByText('Save the act').click();
  // Its name, what was done, to whom and when: said, and shown alone.
  await page.getByText('4 claims saved.').waitFor();
  expect(await page.locator('.claim-item').count()).toBe(4);
});

test('what names have in common is not saved without saying what they are to it', async () => {
  const { page, uid } = await openSource('Sima Rad, Omid Rad signed the Letter of May.');
  await page.keyboard.press('s');
  await page.keyboard.press('l');
  const common = page.getByLabel('What they have in common');
  await common.fill('Letter of May');
  await page.getByRole('option', { name: '+ Intervention: Letter of May' }).click();
  await page.locator('.form-foot button[type=submit]').click();
  await page.getByText('say what they are to what they have in common').waitFor();
  const role = page.getByLabel('They are its');
  expect(await role.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await claimsFromSource(house.house.forPages.db, person.actor, uid, 'en')).toEqual([]);
  await role.selectOption('intervener');
  await page.locator('.form-foot button[type=submit]').click();
  await page.getByText('claims saved.').waitFor();
  const claims = await claimsFromSource(house.house.forPages.db, person.actor, uid, 'en');
  expect(claims.filter(({ property }) => property === 'intervener').length).toBeGreaterThan(0);
});

test('a term is chosen from its list, offered without the article, and what was refused goes', async () => {
  const { page } = await openSource('an assistant director. He lives here.');
  await page.keyboard.press('s');
  await page.keyboard.press('c');
  const about = page.getByRole('combobox', { name: 'About' });
  await about.fill('Omid Ganji');
  await page.getByRole('option', { name: '+ Person: Omid Ganji' }).click();
  const said = page.getByRole('combobox', { name: 'What is said' });
  await said.fill('Occupation');
  await page.getByRole('option', { name: 'Occupation' }).first().click();
  await page.getByRole('option', { name: 'Assistant director' }).first().waitFor();
  await page.keyboard.press('Control+Enter');
  const missing = page.getByText('“Occupation” is taken from a list');
  await missing.waitFor();
  await page.getByText('He lives here.').dblclick({ position: { x: 8, y: 8 } });
  await missing.waitFor({ state: 'detached' });
});

test('a drag that ends below the text takes the words up to its end', async () => {
  const { page } = await openSource('Sima Rad paints. He lives here.');
  const words = await page.locator('#text p').first().boundingBox();
  const copies = await page.getByRole('heading', { name: 'Copies' }).boundingBox();
  if (words === null || copies === null) throw new Error('nothing is drawn');
  await page.mouse.move(words.x + 1, words.y + 8);
  await page.mouse.down();
  await page.mouse.move(copies.x + 60, copies.y + 5, { steps: 4 });
  await page.mouse.up();
  await form(page).waitFor();
  expect(await page.locator('.work-words').textContent()).toBe('Sima Rad paints. He lives here.');
  // The letters are typed in the form that took the focus.
  expect(await page.locator('.work-forms kbd').count()).toBe(0);
});

test('a length of time is taken out of the words, and told as it is read', async () => {
  const { page } = await openSource('He was sentenced to eight years in prison.');
  await page.keyboard.press('s');
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'About' }).fill('step');
  await page.getByRole('option', { name: '+ Judicial milestone' }).click();
  await page.getByRole('combobox', { name: 'What is said' }).fill('Length of');
  await page.getByRole('option', { name: 'Length of sentence' }).click();
  expect(await value(page).inputValue()).toBe('eight years');
  await page.getByText('Read as 8 years').waitFor();
});
