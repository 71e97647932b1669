import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { currentDocuments } from '#editions';
import { decideClaims } from '#record';
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
  author = await house.signIn({ name: 'Nasrin' });
  second = await house.signIn({ name: 'Omid' });
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function openPage(who: SignedInPerson, path: string, js = true): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: js });
  contexts.push(context);
  await context.addCookies(who.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}${path}`);
  return page;
}

/** A published person with a claim that readers are told and that is now withdrawn. */
async function withdrawPublished(): Promise<{ person: string; claim: string }> {
  const { db } = house.house.forPages;
  const { rows } = await sql<{ person: string; claim: string }>`
    select s.subject as person, c.uid as claim from published.subject s
    join edition_content said on said.subject = s.subject
    join claim c on c.uid = said.thing and c.property = 'occupation' and c.state = 'accepted'
    join entity e on e.id = c.entity_id and e.uid = s.subject
    where s.kind = 'person' order by c.id limit 1`.execute(db);
  const [found] = rows;
  if (found === undefined) throw new Error('expected a published person with an occupation');
  await db
    .transaction()
    .execute((tx) =>
      decideClaims(tx, second.actor, [found.claim], 'withdrawn', 'The report was withdrawn'),
    );
  return found;
}

test('from the notice to a correction that readers see, decided by two', async () => {
  const { person, claim } = await withdrawPublished();
  const page = await openPage(author, '/desk');
  const watch = watchPage(page, house.origin);
  await page.getByText('One published page no longer says what the record says.').waitFor();
  await page.getByRole('link', { name: 'Look at what differs' }).click();
  await page.getByText('The report was withdrawn').waitFor();
  await page.getByText('No longer stands:').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Correct what is ticked' }).click();
  await page.getByRole('heading', { name: 'New publication' }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toMatch(/^Correction: /);
  expect(await page.getByRole('radio', { name: 'Correct what is published' }).isChecked()).toBe(
    true,
  );
  await page
    .getByRole('textbox', { name: 'Reason told to readers' })
    .fill('An occupation was wrong.');
  await page.getByRole('combobox', { name: 'Basis' }).selectOption('public-interest');
  await page.getByRole('textbox', { name: 'Why this basis holds' }).fill('As before');
  await page.getByRole('textbox', { name: 'Risk' }).fill('None known');
  await page.getByRole('textbox', { name: 'Look at it again by' }).fill('1 January 2030');
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.getByText('1 claim removed').waitFor();
  const other = await openPage(second, new URL(page.url()).pathname);
  await other.getByRole('button', { name: 'Approve and publish' }).click();
  await other.getByText('approved', { exact: true }).waitFor();
  const { db } = house.house.forPages;
  const current = await currentDocuments(db, [person]);
  expect(current.get(person)?.document.claims.map(({ uid }) => uid)).not.toContain(claim);
  await page.goto(`${house.origin}/desk/publications/changed`);
  await page.getByText('Everything published is what the record says').waitFor();
  watch.expectNoConsoleErrors();
});

test('without scripts the list leads to the same correction', async () => {
  await withdrawPublished();
  const page = await openPage(author, '/desk/publications/changed', false);
  await page.getByRole('button', { name: 'Correct what is ticked' }).click();
  expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toMatch(/^Correction: /);
});
