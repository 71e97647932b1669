import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { changeDomains, settleVouched } from '#letters';
import { publishLetter } from '../letters/public-letter.ts';
import { textOfMail } from '../mail/catch-mails.ts';
import { expectAccessible, watchPage } from './assertions.ts';
import { openLetterHouse, withoutScripts, type LetterHouse } from './letter-house.ts';

let world: LetterHouse;
let letter: string;
let text: string;

beforeAll(async () => {
  world = await openLetterHouse();
  const { house, author, second, openPage } = world;
  const { db } = house.house.database.main;
  letter = await publishLetter(db, author.actor, second.actor);
  const page = await openPage(author, `/desk/letters/${letter}/signing`);
  await page.getByRole('button', { name: 'Open signing' }).click();
  await page.getByText('Confirmed', { exact: true }).waitFor();
  await db
    .transaction()
    .execute((tx) => changeDomains(tx, author.actor, letter, 'Guild = guild.org'));
  const form = await (await fetch(`${house.origin}/en/letters/${letter}/sign`)).text();
  [, text = ''] = /name="text" value="([0-9a-f]{64})"/u.exec(form) ?? [];
});
afterAll(() => world?.close());
afterEach(() => world.closePages());

/** Signs and confirms, as a browser sends it. @returns the path of the signer's own page. */
async function sign(name: string, address: string, appearance = 'named'): Promise<string> {
  const { origin } = world.house;
  const post = (path: string, fields: Record<string, string>) =>
    fetch(`${origin}${path}`, {
      ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) },
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
  const affiliation = address.endsWith('guild.org') ? 'Guild' : '';
  await post(`/en/letters/${letter}/sign`, {
    ...{ form: 'sign', text, name, address, appearance, affiliation, credit: 'Editor' },
    ...{ country: 'IR', sign: 'on', show: 'on' },
  });
  const found = () =>
    world.mails.caught
      .filter(({ source }) => source.includes(`To: ${address}`))
      .map(({ source }) => /http:\/\/\S+\/signature\/\S+/u.exec(textOfMail(source))?.[0])
      .findLast((url) => url !== undefined);
  await expect.poll(found, { timeout: 30_000 }).toBeDefined();
  const { pathname } = new URL(found() ?? '');
  await post(pathname, { form: 'confirm', step: 'confirm' });
  return pathname;
}

test('three vouch for somebody whom they know, without scripts; readers see the class and not who', async () => {
  const { house, openPage } = world;
  const own = await openPage(
    undefined,
    await sign('Ada Example', 'ada@example.org'),
    withoutScripts,
  );
  const watch = watchPage(own, house.origin);
  await own.getByRole('button', { name: 'I have confirmed before' }).click();
  await own.getByRole('button', { name: 'Vouching…' }).click();
  await own.getByText('Last night nobody vouched for you.').waitFor();
  await own.getByText('You cannot at the moment.').waitFor();
  await own.getByRole('button', { name: 'Make an address to send them' }).click();
  await own.getByText('Send this address').waitFor();
  const address = await own.locator('.code').innerText();
  expect(await own.content()).not.toContain('<script');

  // Who opens it, or the page behind a link, learns nothing of anybody.
  const seen = await fetch(address);
  expect(await seen.text()).not.toMatch(/Ada Ex|Editor|ada@|<script/u);
  expect(seen.headers.get('Cache-Control')).toBe('no-store');
  const behind = await fetch(own.url());
  expect(await behind.text()).not.toMatch(/Ada Ex|Editor|\/vouch\//u);

  for (const name of ['Bea', 'Cleo', 'Dora']) {
    const link = await sign(`${name} Guild`, `${name.toLowerCase()}@guild.org`);
    const page = await openPage(undefined, `${link}/vouching`, withoutScripts);
    await page.getByRole('button', { name: 'Open it' }).click();
    await page.getByText('you need nobody to vouch for you').waitFor();
    await page.getByLabel('Their address').fill(`${address}x`);
    await page.getByRole('button', { name: 'Show me who it is' }).click();
    await page.getByText('This is nobody’s address').first().waitFor();
    expect(await page.getByLabel('Their address').inputValue()).toBe(`${address}x`);
    await page.getByLabel('Their address').fill(address);
    await page.getByRole('button', { name: 'Show me who it is' }).click();
    await page.getByText('Ada Example').waitFor();
    await page.getByText('Iran').waitFor();
    const words = 'I know this person. They told me that they signed this letter.';
    await page.getByRole('button', { name: words }).click();
    await page.getByText('Kept. It is counted in the night.').waitFor();
    await page.getByRole('heading', { name: 'For whom you vouch' }).waitFor();
    await page.getByText('Ada Example').waitFor();
    const data = await fetch(`${house.origin}${link}/data`, {
      ...{ method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' } },
    });
    expect(await data.json()).toMatchObject({
      vouching: { vouches: [{ name: 'Ada Example', words, language: 'en' }] },
    });
  }
  const { database, forPages } = house.house;
  await settleVouched(database.main.db, { sealer: forPages.letterSealer }, new Date());
  const list = await openPage(undefined, `/en/letters/${letter}/signatures?verification=vouched`);
  const line = list.getByRole('listitem').filter({ hasText: 'Ada Example' });
  await line.getByText('vouched for by other signers').waitFor();
  await expectAccessible(list);
  await own.goto(own.url());
  await own.getByRole('button', { name: 'Open it' }).click();
  await own.getByText('last night 3 people vouched for you').waitFor();
  expect(await own.content()).not.toMatch(/(?:Bea|Cleo|Dora) Guild/u);
  watch.expectNoThirdPartyRequests();
  expect(house.logged()).not.toMatch(/Ada Example|Bea Guild|I know this person/u);
});

test('an address ends by a button; a word is taken back; who is not public is not named', async () => {
  const { openPage } = world;
  const asking = `${await sign('Eve Hidden', 'eve@example.org', 'organisers')}/vouching`;
  const own = await openPage(undefined, asking);
  await own.getByRole('button', { name: 'Open it' }).click();
  await own.getByRole('button', { name: 'Make an address to send them' }).click();
  await own.getByText('Send this address').waitFor();
  await expectAccessible(own);
  const address = await own.locator('.code').innerText();

  const link = await sign('Fay Guild', 'fay@guild.org');
  const page = await openPage(undefined, `${link}/vouching`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Open it' }).click();
  await page.getByLabel('Their address').fill(address);
  await page.getByRole('button', { name: 'Show me who it is' }).click();
  await page.getByText('Eve Hidden').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I know this person' }).click();
  await page.getByText('Somebody who is not on the list by name').waitFor();
  expect(await page.content()).not.toContain('Eve Hidden');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Take it back' }).click();
  await page.getByText('Taken back.').waitFor();
  expect(await page.getByRole('heading', { name: 'For whom you vouch' }).count()).toBe(0);

  await own.getByRole('button', { name: 'End this address' }).click();
  await own.getByRole('button', { name: 'Make an address to send them' }).waitFor();
  await page.getByLabel('Their address').fill(address);
  await page.getByRole('button', { name: 'Show me who it is' }).click();
  await page.getByText('This is nobody’s address').first().waitFor();
  const nobody = await openPage(undefined, `/en/signature/${'x'.repeat(43)}/vouching`);
  await nobody.getByRole('button', { name: 'Open it' }).click();
  await nobody.getByRole('heading', { name: 'This link leads to nothing' }).waitFor();
});
