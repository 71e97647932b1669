import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addSourceWithCopy, readCopiesOf } from '#evidence';
import { claimsFromSource, createEntities, decideClaims, sourceCodes, writeClaims } from '#record';
import { markPassage, sourcePage } from '#evidence';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

const text = 'Nader Vahdat makes films. He was sentenced to eight years.';

let browser: Browser;
let house: TestHouse;
let person: SignedInPerson;
let reviewer: SignedInPerson;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  person = await house.signIn({ name: 'Nasrin', roles: ['documenter'] });
  reviewer = await house.signIn({ name: 'Rana', roles: ['reviewer'] });
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

interface CodedSource {
  readonly uid: string;
  /** Of the claim that the first two words are a name. */
  readonly claim: string;
}

async function addCodedSource(): Promise<CodedSource> {
  const { forPages, blobs } = house.house;
  const { db } = forPages;
  const { actor } = person;
  const { id, uid } = await addSourceWithCopy(
    forPages,
    actor,
    { title: 'A report', material: '140523191601' },
    { kind: 'pasted', text },
    { ...sourceCodes(new Map()), locale: 'en', despiteAlreadyHere: true },
  );
  await readCopiesOf(db, blobs, id);
  const layer = (await sourcePage(db, actor, uid))?.layers[0]?.uid ?? '';
  const [claim] = await db.transaction().execute(async (tx) => {
    const passage = await markPassage(tx, actor, { layer, start: 0, end: 12 });
    const [entity] = await createEntities(tx, actor, ['person']);
    const name = { property: 'name', value: 'Nader Vahdat', basis: 'quoted' } as const;
    return writeClaims(
      tx,
      actor,
      [{ ...name, entity: entity?.uid ?? '', passage: passage.uid }],
      'en',
    );
  });
  return { uid, claim: claim?.uid ?? '' };
}

async function openPage(path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  contexts.push(context);
  await context.addCookies(person.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}${path}`);
  await page.waitForLoadState('networkidle');
  return page;
}

// With the mouse, from the very first letter of some words to the end of others.
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()];
  if (start === null || end === null) throw new Error('the words are not drawn');
  await page.mouse.move(start.x + 1, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 6 });
  await page.mouse.move(end.x + end.width - 1, end.y + end.height / 2, { steps: 4 });
  await page.mouse.up();
}

const chosen = (page: Page) => page.locator('.work-words');

test('words coded before are selected from their first letter, again and again', async () => {
  const { uid } = await addCodedSource();
  const page = await openPage(`/desk/sources/${uid}`);
  const coded = page.locator('.passage').first();
  await drag(page, coded, coded);
  await chosen(page).waitFor();
  expect(await chosen(page).textContent()).toBe('Nader Vahdat');
  // The list under the first field, the form, the words.
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('Escape');
  await expect.poll(() => chosen(page).count()).toBe(0);
  await drag(page, coded, coded);
  expect(await chosen(page).textContent()).toBe('Nader Vahdat');
  // Once more, over the words that are still selected.
  await drag(page, coded, coded);
  expect(await chosen(page).textContent()).toBe('Nader Vahdat');
});

test('a click on coded words shows their claims, and they can be coded again', async () => {
  const { uid } = await addCodedSource();
  const page = await openPage(`/desk/sources/${uid}`);
  const watch = watchPage(page, house.origin);
  await page.locator('.passage').first().click();
  await page.getByRole('button', { name: 'Code these words again' }).click();
  await page.getByRole('form', { name: 'Code a claim' }).waitFor();
  expect(await chosen(page).textContent()).toBe('Nader Vahdat');
  await page.keyboard.press('Escape');
  await expectAccessible(page);
  watch.expectNoConsoleErrors();
});

test('a form closed as it was opened does not come back; one begun does, until it is discarded', async () => {
  const { uid } = await addCodedSource();
  const page = await openPage(`/desk/sources/${uid}`);
  const form = page.getByRole('form', { name: 'Code a claim' });
  const coded = page.locator('.passage').first();
  await drag(page, coded, coded);
  await form.waitFor();
  // By its text: while a list of choices is open, it is all that has a role.
  await page.locator('.form-foot').getByText('Close').click();
  await page.reload({ waitUntil: 'networkidle' });
  expect(await form.count()).toBe(0);

  await drag(page, coded, coded);
  await page.getByRole('combobox', { name: 'About' }).fill('Somebody new');
  await page.getByRole('option', { name: '+ Person: Somebody new' }).click();
  await page.reload({ waitUntil: 'networkidle' });
  await form.waitFor();
  await page.locator('.form-foot').getByText('Discard').click();
  await page.reload({ waitUntil: 'networkidle' });
  expect(await form.count()).toBe(0);
});

test('a withdrawn claim says so and is taken back', async () => {
  const { uid } = await addCodedSource();
  const page = await openPage(`/desk/sources/${uid}`);
  await page.locator('.claim-item summary', { hasText: 'Withdraw' }).click();
  await page.getByLabel('Why?').fill('A slip');
  await page.locator('.claim-item button', { hasText: 'Withdraw' }).click();
  await page.getByText('Withdrawn: Name Nader Vahdat').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('.claim-item').waitFor();
  expect(await page.getByText('Withdrawn:').count()).toBe(0);
});

test('a refused claim comes back to its author, who codes it anew in one step', async () => {
  const { uid, claim } = await addCodedSource();
  const { db } = house.house.forPages;
  await db
    .transaction()
    .execute((tx) =>
      decideClaims(tx, reviewer.actor, [claim], 'rejected', 'That is not their name.'),
    );
  const page = await openPage('/desk');
  const watch = watchPage(page, house.origin);
  await page.getByText('One of your claims was refused').waitFor({ state: 'attached' });
  await page.getByRole('link', { name: 'Returned to me' }).click();
  await page.getByText('That is not their name.').waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Code anew' }).click();
  const form = page.getByRole('form', { name: 'Code a claim' });
  await form.waitFor();
  const panel = page.locator('.work-panel');
  expect(await panel.locator('.claim-refusal').textContent()).toContain('That is not their name.');
  // The claim named no language; the text has one. Our own words need no source.
  expect(await form.getByLabel('Language').inputValue()).toBe('en');
  expect(await form.locator('.chain').count()).toBe(1);
  await form.getByLabel('Basis').selectOption('editorial');
  expect(await form.locator('.chain').count()).toBe(0);
  await form.getByLabel('Basis').selectOption('words');
  expect(await chosen(page).textContent()).toBe('Nader Vahdat');
  await page.getByRole('textbox', { name: 'Value' }).fill('Nader');
  await page.keyboard.press('Control+Enter');
  await form.waitFor({ state: 'detached' });
  const claims = await claimsFromSource(db, person.actor, uid, 'en');
  expect(claims.map(({ value, state }) => [value, state])).toEqual([
    ['Nader Vahdat', 'rejected'],
    ['Nader', 'proposed'],
  ]);
  await page.goto(`${house.origin}/desk/returned`);
  await page.getByText('Nothing was returned to you').waitFor();
  watch.expectNoConsoleErrors();
});
