import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createEntities, entityPage, writeClaims, type KindCode } from '#record';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

let browser: Browser;
let house: TestHouse;
let person: SignedInPerson;
let nader: string;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  person = await house.signIn({ name: 'Nasrin' });
  nader = await addEntity('person', 'Nader Vahdat');
  await addEntity('place', 'Shiraz');
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function addEntity(kind: KindCode, value: string): Promise<string> {
  return house.house.forPages.db.transaction().execute(async (tx) => {
    const [made] = await createEntities(tx, person.actor, [kind]);
    const entity = made?.uid ?? '';
    const claim = {
      entity,
      property: 'name',
      value,
      basis: 'editorial',
      reason: 'a test',
    } as const;
    await writeClaims(tx, person.actor, [claim], 'en');
    return entity;
  });
}

async function openPage(path: string, javaScriptEnabled = true): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled });
  contexts.push(context);
  await context.addCookies(person.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}${path}`);
  return page;
}

const valuesOf = async (property: string) => {
  const { db } = house.house.forPages;
  const page = await entityPage(db, person.actor, nader, 'en');
  return page?.history.flatMap((claim) =>
    claim.property === property ? [claim.valueEntity?.text] : [],
  );
};

test('an entity is found in the field itself, taken away, found again, and sent', async () => {
  const page = await openPage(`/desk/entities/${nader}/add?property=birthPlace`);
  const watch = watchPage(page, house.origin);
  const field = page.getByRole('combobox', { name: 'Place of birth' });
  for (const again of [false, true]) {
    await field.fill('shir');
    await page.getByRole('option', { name: 'Shiraz' }).waitFor();
    await field.press('Enter');
    if (!again) await page.getByRole('button', { name: 'Remove Shiraz' }).click();
  }
  // Refused, it keeps what was chosen.
  await page.getByRole('button', { name: 'Propose' }).click();
  await page.locator('.form-problems:focus', { hasText: 'Reason: Say why.' }).waitFor();
  await page.getByRole('button', { name: 'Remove Shiraz' }).waitFor();
  await page.getByLabel('Reason').fill('Her letter says so.');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Propose' }).click();
  await page.waitForURL(`**/desk/entities/${nader}#*`);
  expect(await valuesOf('birthPlace')).toEqual(['Shiraz']);
  watch.expectNoThirdPartyRequests();
});

test('a subject of a publication is added as soon as it is found', async () => {
  const page = await openPage('/desk/publications/new');
  const watch = watchPage(page, house.origin);
  const field = page.getByRole('combobox', { name: 'Find by name' });
  await field.fill('nader');
  await page.getByRole('option', { name: 'Nader Vahdat' }).waitFor();
  await field.press('Enter');
  await page.getByRole('button', { name: 'Remove Nader Vahdat' }).waitFor();
  expect(await page.getByRole('radio', { name: 'Publish', exact: true }).isChecked()).toBe(true);
  await expectAccessible(page);
  watch.expectNoConsoleErrors();
});

test('without scripts the same is searched for', async () => {
  const claim = await openPage(`/desk/entities/${nader}/add?property=deathPlace`, false);
  await claim.getByLabel('Find by name').fill('shiraz');
  await claim.getByRole('button', { name: 'Search' }).click();
  await claim.getByRole('radio', { name: 'Shiraz' }).check();
  await claim.getByLabel('Reason').fill('Her letter says so.');
  await claim.getByRole('button', { name: 'Propose' }).click();
  await claim.waitForURL(`**/desk/entities/${nader}#*`);
  expect(await valuesOf('deathPlace')).toEqual(['Shiraz']);
  const publication = await openPage('/desk/publications/new', false);
  await publication.getByLabel('Find by name').fill('nader');
  await publication.getByRole('button', { name: 'Search' }).click();
  await publication.getByRole('button', { name: 'Add Nader Vahdat' }).click();
  await publication.getByRole('button', { name: 'Remove Nader Vahdat' }).waitFor();
});
