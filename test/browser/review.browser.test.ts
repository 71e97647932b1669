import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addSourceWithCopy, markPassage, readCopiesOf, sourcePage } from '#evidence';
import type { Locale } from '#platform/languages';
import { claimsFromSource, createEntities, sourceCodes, writeClaims } from '#record';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

const text =
  'Mina Karimi was born in 1980 in Shiraz. Nader Vahdat was born in 1975 and makes films.';

let browser: Browser;
let house: TestHouse;
let documenter: SignedInPerson;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  documenter = await house.signIn({ name: 'Dara', roles: ['documenter'] });
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

/** A source of two passages, three claims resting on each; returns its uid. */
async function addProposals(): Promise<string> {
  const { forPages, blobs } = house.house;
  const { db } = forPages;
  const { actor } = documenter;
  const { id, uid } = await addSourceWithCopy(
    forPages,
    actor,
    { title: 'A report', material: '140523191601' },
    { kind: 'pasted', text },
    { ...sourceCodes(new Map()), locale: 'en', despiteAlreadyHere: true },
  );
  await readCopiesOf(db, blobs, id);
  const layer = (await sourcePage(db, actor, uid))?.layers[0]?.uid ?? '';
  await db.transaction().execute(async (tx) => {
    const said = [
      { start: 0, end: 39, name: 'Mina Karimi', birthDate: '1980' },
      { start: 40, end: 86, name: 'Nader Vahdat', birthDate: '1975' },
    ];
    for (const { start, end, name, birthDate } of said) {
      const passage = await markPassage(tx, actor, { layer, start, end });
      const [person] = await createEntities(tx, actor, ['person']);
      const rest = { entity: person?.uid ?? '', passage: passage.uid, basis: 'coded' } as const;
      await writeClaims(
        tx,
        actor,
        [
          { ...rest, property: 'name', value: name },
          { ...rest, property: 'birthDate', value: birthDate },
          { ...rest, property: 'description', value: `${name}, a film maker` },
        ],
        'en',
      );
    }
  });
  return uid;
}

async function openQueue(source: string, locale: Locale = 'en'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 700 }, locale });
  contexts.push(context);
  const reviewer = await house.signIn({ roles: ['reviewer'], locale });
  await context.addCookies(reviewer.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}/desk/review?source=${source}`);
  await page.waitForLoadState('networkidle');
  return page;
}

// Of the six claims, in the order of the queue.
async function statesOf(source: string): Promise<string[]> {
  const { db } = house.house.forPages;
  const claims = await claimsFromSource(db, documenter.actor, source, 'en');
  return claims.map(({ state }) => state);
}

const focusedLine = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('.review-line')?.textContent ?? '');

/** A key of a keyboard that is set to another script. */
async function pressForeign(page: Page, key: string, code: string, shift = false): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const event = { key, code, modifiers: shift ? 8 : 0 };
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  await devtools.detach();
}

const [open, accepted, rejected] = ['proposed', 'accepted', 'rejected'];

test('Shift A accepts all of the passage under the cursor, and u takes all of it back', async () => {
  const source = await addProposals();
  const page = await openQueue(source);
  const watch = watchPage(page, house.origin);
  for (let times = 0; times < 5; times += 1) await page.keyboard.press('j');
  expect(await focusedLine(page)).toContain('1975');
  await page.keyboard.press('Shift+A');
  const last = page.getByRole('region', { name: 'Your last decision' });
  await last.getByText('3 claims: Nader Vahdat').waitFor();
  expect(await statesOf(source)).toEqual([open, open, open, accepted, accepted, accepted]);
  await expectAccessible(page);
  await page.keyboard.press('u');
  await page.getByRole('button', { name: 'Accept all 3 of this passage' }).nth(1).waitFor();
  expect(await statesOf(source)).toEqual([open, open, open, open, open, open]);
  watch.expectNoConsoleErrors();
});

test('every other key does to the claim under the cursor what the list of keys says', async () => {
  const source = await addProposals();
  const page = await openQueue(source);
  const last = page.getByRole('region', { name: 'Your last decision' });
  await page.keyboard.press('j');
  await page.keyboard.press('?');
  await page.getByText('Accept all of the passage').waitFor();
  await page.keyboard.press('?');
  await page.getByText('Accept all of the passage').waitFor({ state: 'hidden' });
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await last.getByText('1980').waitFor();
  expect(await focusedLine(page)).toContain('a film maker');
  // Caps Lock is not Shift.
  await pressForeign(page, 'A', 'KeyA');
  await last.getByText('Mina Karimi, a film maker').waitFor();
  expect(await statesOf(source)).toEqual([open, accepted, accepted, open, open, open]);
  expect(await focusedLine(page)).toContain('Nader Vahdat');
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.keyboard.type('The words say otherwise');
  await page.keyboard.press('Enter');
  await last.getByText('1975').waitFor();
  expect(await statesOf(source)).toEqual([open, accepted, accepted, open, rejected, open]);
  // In sight, wherever one is.
  await expect
    .poll(() => last.evaluate((line) => line.getBoundingClientRect().bottom))
    .toBeLessThan(700);
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await page.getByText('1 ticked').waitFor();
  await page.keyboard.press('x');
  await page.getByText('None ticked').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${house.origin}/desk/sources/**`);
});

test('the keys are where they are on a Persian keyboard too', async () => {
  const source = await addProposals();
  const page = await openQueue(source, 'fa');
  await page.getByRole('button', { name: 'میان‌برهای صفحه‌کلید را نشان می‌دهد' }).waitFor();
  for (let times = 0; times < 5; times += 1) await pressForeign(page, 'ت', 'KeyJ');
  await pressForeign(page, 'ن', 'KeyK');
  expect(await focusedLine(page)).toContain('Nader Vahdat');
  await pressForeign(page, 'ؤ', 'KeyA', true);
  const last = page.getByRole('region', { name: 'آخرین تصمیم شما' });
  await last.getByText('۳ گزاره').waitFor();
  expect(await statesOf(source)).toEqual([open, open, open, accepted, accepted, accepted]);
  expect(
    await page
      .locator('.review-undo')
      .getByRole('button', { name: 'پس‌گرفتن', exact: true })
      .count(),
  ).toBe(3);
  await expectAccessible(page);
});
