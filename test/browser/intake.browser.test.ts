import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addPartnerMember, createPartner, loadActor } from '#accounts';
import { addSourceWithCopy, listSources, readCopiesOf, sourcePage } from '#evidence';
import { sourceCodes } from '#record';
import type { Locale } from '#platform/languages';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

let browser: Browser;
let house: TestHouse;
let person: SignedInPerson;
let colleague: SignedInPerson;
let persian: SignedInPerson;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  person = await house.signIn({ name: 'Nasrin' });
  colleague = await house.signIn({ name: 'Omid', roles: ['documenter'] });
  persian = await house.signIn({ name: 'Shirin', locale: 'fa' });
  const { db } = house.house.database.main;
  const { uid } = await createPartner(db, person.actor, { name: 'Film Union' });
  await addPartnerMember(db, person.actor, uid, person.actor.uid);
  const actor = await loadActor(db, person.actor.accountId);
  if (actor !== undefined) person = { ...person, actor };
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function openPage(
  path: string,
  options: { js?: boolean; who?: SignedInPerson } = {},
): Promise<Page> {
  const { js = true, who = person } = options;
  const context = await browser.newContext({ javaScriptEnabled: js });
  contexts.push(context);
  await context.addCookies(who.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}${path}`);
  return page;
}

const all = () => listSources(house.house.forPages.db, person.actor);

async function titled(title: string) {
  const { sources } = await all();
  const found = sources.find((source) => source.title === title);
  return found && sourcePage(house.house.forPages.db, person.actor, found.uid);
}

const file = (name: string, bytes = 2000) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: randomBytes(bytes),
});

const describe = (page: Page) => page.getByText('Describe them').click();

test.each([true, false])(
  'files are described, put with a group and added (scripts: %s)',
  async (js) => {
    const page = await openPage('/desk/sources/new?way=file', { js });
    const watch = watchPage(page, house.origin);
    if (js) await page.waitForLoadState('networkidle');
    const title = `Film roll ${js}`;
    await describe(page);
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Address on the web').fill(`https://example.org/roll-${js}`);
    // Without scripts a browser sends what is typed in the order of the page, and it must come first.
    const order = ['[name="files"]', '[name="title"]'].map((field) => page.locator(field));
    const [files, typed] = await Promise.all(order.map((field) => field.boundingBox()));
    expect((files?.y ?? 0) < (typed?.y ?? 0)).toBe(js);
    await page.getByLabel('Who may see it').selectOption({ label: 'Members of Film Union' });
    await page.getByLabel('Files', { exact: true }).setInputFiles(file('roll.bin'));
    await page.getByRole('button', { name: 'Add', exact: true }).last().click();
    await page.waitForURL(/\/desk\/sources\/[0-9a-f-]{36}$/);
    await page.getByText('Seen by: Members of Film Union').waitFor();
    expect((await titled(title))?.copies).toMatchObject([{ byteLength: '2000' }]);
    await page.goto(`${page.url()}/edit`);
    expect(await page.getByLabel('Address on the web').inputValue()).toBe(
      `https://example.org/roll-${js}`,
    );
    watch.expectNoConsoleErrors();
  },
);

test('while files are on their way the page says how far, and can be told to stop', async () => {
  const page = await openPage('/desk/sources/new?way=file');
  await page.waitForLoadState('networkidle');
  const { total } = await all();
  const devtools = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 200_000 };
  await devtools.send('Network.emulateNetworkConditions', slow);
  await describe(page);
  await page.getByLabel('Title').fill('A long film');
  await page.getByLabel('Files', { exact: true }).setInputFiles(file('film.bin', 8_000_000));
  const add = page.getByRole('button', { name: 'Add', exact: true }).last();
  await add.click();
  await page.getByText(/of 7.6 MB sent/).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText(/MB sent/).waitFor({ state: 'detached' });
  expect(await page.getByLabel('Title').inputValue()).toBe('A long film');
  await devtools.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
  expect((await all()).total).toBe(total);
  // The file is still chosen.
  await add.click();
  await page.waitForURL(/\/desk\/sources\/[0-9a-f-]{36}$/);
  expect((await all()).total).toBe(total + 1);
});

test('a lost connection loses neither what was typed nor what was chosen', async () => {
  const page = await openPage('/desk/sources/new?way=file');
  await page.waitForLoadState('networkidle');
  await describe(page);
  await page.getByLabel('Title').fill('Kept');
  await page.getByLabel('Files', { exact: true }).setInputFiles(file('kept.bin'));
  await page.context().setOffline(true);
  const add = page.getByRole('button', { name: 'Add', exact: true }).last();
  await add.click();
  await page.getByText('The connection broke off').waitFor();
  await page.context().setOffline(false);
  await page.getByLabel('Published on').fill('31 February 2026');
  await add.click();
  await page.locator('.form-problems').getByText('could not be read as a date').waitFor();
  await page.getByLabel('Published on').fill('');
  await add.click();
  await page.waitForURL(/\/desk\/sources\/[0-9a-f-]{36}$/);
  expect(await titled('Kept')).toBeDefined();
});

test.each<[Locale, string, string]>([
  ['en', 'This address carries what looks like a key', 'Use this one'],
  ['fa', 'در این نشانی چیزی هست که به کلید می‌ماند', 'همین را بردار'],
])(
  'in %s likely keys in an address are shown, and left out on demand',
  async (locale, asks, use) => {
    const page = await openPage('/desk/sources/new?way=unseen', {
      js: false,
      who: locale === 'fa' ? persian : person,
    });
    await page.locator('[name=title]').fill(`With a key ${locale}`);
    await page.locator('[name=address]').fill(`https://a.example/${locale}?id=1&access_token=q1`);
    await page.locator('button.button-primary[type=submit]').last().click();
    await page.getByText(asks).waitFor();
    expect(await page.locator('[name=title]').inputValue()).toBe(`With a key ${locale}`);
    await page.getByRole('button', { name: use }).click();
    await page.waitForURL(/\/desk\/sources\/[0-9a-f-]{36}$/);
    const source = await titled(`With a key ${locale}`);
    expect(source?.address).toBe(`https://a.example/${locale}?id=1`);
  },
);

test.each([true, false])('a source is handed to a colleague (scripts: %s)', async (js) => {
  const { forPages } = house.house;
  const title = `To be handed over ${js}`;
  await addSourceWithCopy(
    forPages,
    person.actor,
    { title, material: '140523191601' },
    { kind: 'pasted', text: `Words ${js}.` },
    { ...sourceCodes(new Map()), locale: 'en' },
  );
  const page = await openPage(`/desk?q=${encodeURIComponent(title)}`, { js });
  if (js) await page.waitForLoadState('networkidle');
  const row = page.locator('.inbox-row');
  await row.locator('summary').click();
  await row.getByLabel('Assigned to').selectOption({ label: 'Omid' });
  await row.getByRole('button', { name: 'Hand over' }).click();
  await row.locator('summary').getByText('Omid', { exact: true }).waitFor();
  if (js) await expectAccessible(page);
  const theirs = await openPage('/desk?assigned=me', { js, who: colleague });
  await theirs.getByRole('link', { name: title }).click();
  await theirs.locator('select[name=to]').selectOption({ label: 'Nobody' });
  await theirs.getByRole('button', { name: 'Hand over' }).click();
  await theirs.getByText('with Me').waitFor({ state: 'detached' });
  await theirs.goto(`${house.origin}/desk?assigned=me`);
  await theirs.getByText('No source fits these filters').waitFor();
});

test.each<[string, string]>([
  ['en', 'He was sentenced to \u202Eenin\u202C years, they said.'],
  ['fa', 'او به \u2066nine\u202E سال زندان محکوم شد.'],
])(
  'in %s signs that turn the direction are seen, and selecting keeps the exact words',
  async (language, words) => {
    const { forPages, blobs } = house.house;
    const { id, uid } = await addSourceWithCopy(
      forPages,
      person.actor,
      { title: `Turned ${language}`, material: '140523191601', language },
      { kind: 'pasted', text: words },
      { ...sourceCodes(new Map()), locale: 'en', despiteAlreadyHere: true },
    );
    await readCopiesOf(forPages.db, blobs, id);
    const page = await openPage(`/desk/sources/${uid}`);
    await page.getByText('Select words in the text').waitFor();
    const drawn = page.locator('#text .direction-sign');
    expect(
      await drawn.evaluateAll((signs) => signs.map((sign) => getComputedStyle(sign).display)),
    ).toEqual(['inline-block', 'inline-block']);
    await page.keyboard.press('s');
    expect(await page.locator('.work-words').textContent()).toBe(words);
  },
);
