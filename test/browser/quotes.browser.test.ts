import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { publishLetter } from '../letters/public-letter.ts';
import { textOfMail } from '../mail/catch-mails.ts';
import { unzipped } from '../letters/unzipped.ts';
import { expectAccessible, watchPage } from './assertions.ts';
import { openLetterHouse, withoutScripts, type LetterHouse } from './letter-house.ts';

let world: LetterHouse;
let letter: string;

beforeAll(async () => {
  world = await openLetterHouse();
  const { house, author, second, openPage } = world;
  letter = await publishLetter(house.house.database.main.db, author.actor, second.actor);
  const page = await openPage(author, `/desk/letters/${letter}/signing`);
  await page.getByRole('button', { name: 'Open signing' }).click();
  await page.getByText('Confirmed', { exact: true }).waitFor();
});
afterAll(() => world?.close());
afterEach(() => world.closePages());

/** Signs and confirms. @returns the path of the signer's own page. */
async function sign(address = 'ada@example.org'): Promise<string> {
  const { openPage, house, mails } = world;
  const page = await openPage(undefined, `/en/letters/${letter}/sign`, withoutScripts);
  await page.locator('input[name=name]').fill('Ada Example');
  await page.locator('input[name=credit]').fill('Editor');
  await page.locator('input[name=address]').fill(address);
  await page.getByRole('radio', { name: /^With my name/ }).check();
  for (const box of await page.locator('.consents input').all()) await box.check();
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  const found = () =>
    mails.caught
      .filter(({ source }) => source.includes(address))
      .map(({ source }) => /http:\/\/\S+\/signature\/\S+/u.exec(textOfMail(source))?.[0])
      .findLast((url) => url !== undefined);
  await expect.poll(found, { timeout: 30_000 }).toBeDefined();
  const { pathname } = new URL(found() ?? '');
  await page.goto(`${house.origin}${pathname}`);
  await page.getByRole('button', { name: 'Confirm my signature' }).click();
  await page.getByRole('heading', { name: 'Your signature is confirmed' }).waitFor();
  return pathname;
}

test('a signer clears words without scripts, organisers show them, and they are taken back', async () => {
  const { house, author, openPage } = world;
  const link = await sign();
  // An address alone shows nothing.
  const bare = await fetch(`${house.origin}${link}/quote`);
  expect(await bare.text()).not.toMatch(/Ada Ex|ada@|<script/u);
  expect(bare.headers.get('Cache-Control')).toBe('no-store');

  const own = await openPage(undefined, link, withoutScripts);
  const watch = watchPage(own, house.origin);
  await own.getByRole('button', { name: 'I have confirmed before' }).click();
  await own.getByRole('button', { name: 'A quote…' }).click();
  await own.getByLabel('Your words').fill('See www.example.org: they are our colleagues.');
  await own.getByRole('button', { name: 'Clear these words' }).click();
  await own.getByText('No addresses, and no signs').first().waitFor();
  await own.getByText('Words are kept only if you agree').first().waitFor();
  expect(await own.getByLabel('Your words').inputValue()).toContain('they are our colleagues');
  await own.getByLabel('Your words').fill('They are our colleagues.');
  await own.getByRole('checkbox', { name: /^I agree that/ }).check();
  await own.getByRole('button', { name: 'Clear these words' }).click();
  await own.getByText('Kept. The organisers can choose these words now.').waitFor();
  expect(await own.content()).not.toContain('<script');

  const desk = await openPage(author, `/desk/letters/${letter}/signing`);
  await desk.getByRole('link', { name: 'Quotes' }).click();
  await desk.getByText('They are our colleagues.').waitFor();
  await expectAccessible(desk);
  await desk.getByRole('button', { name: 'Show it' }).click();
  await desk.getByRole('button', { name: 'Do not show it any more' }).waitFor();

  const reader = await openPage(undefined, `/en/letters/${letter}/signatures`);
  await reader.getByRole('link', { name: 'What signers say' }).click();
  const line = reader.getByRole('listitem').filter({ hasText: 'They are our colleagues.' });
  await line.getByText('Ada Example').waitFor();
  await expectAccessible(reader);
  const kit = async () => {
    const answer = await fetch(`${house.origin}/letters/${letter}/press-kit.zip`);
    return unzipped(new Uint8Array(await answer.arrayBuffer()));
  };
  const said = Buffer.from((await kit()).get('quotes.txt') ?? []).toString();
  expect(said).toContain('They are our colleagues.');
  expect(said).toContain('Ada Example, Editor');

  await own.goto(`${house.origin}${link}/quote`);
  await expectAccessible(await openPage(undefined, `${link}/quote`));
  await own.getByRole('button', { name: 'Open it' }).click();
  await own.getByText('Shown to readers').waitFor();
  await own.getByRole('button', { name: 'Take it back' }).click();
  await own.getByText('Taken back. The words are deleted').waitFor();
  watch.expectNoThirdPartyRequests();
  const gone = () =>
    fetch(`${house.origin}/en/letters/${letter}/quotes`).then((answer) => answer.text());
  await expect.poll(gone, { timeout: 20_000 }).toContain('Nobody is quoted yet');
  expect((await kit()).has('quotes.txt')).toBe(false);
  expect(house.logged()).not.toMatch(/Ada Example|our colleagues/u);
});

test('whoever changes words again and again is held back, and may still take them back', async () => {
  const { house } = world;
  const link = await sign('bea@example.org');
  const post = async (fields: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${house.origin}${link}/quote`, {
      ...{ method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' } },
      body: new URLSearchParams(fields),
    });
    return answer.text();
  };
  const clear = (words: string) =>
    post({ form: 'clear', step: 'clear', words, language: 'en', clear: 'on' });
  for (let count = 1; count <= 30; count += 1) {
    expect(await clear(`Word ${count}.`)).toContain('Kept. The organisers can choose');
  }
  const held = await clear('One word more.');
  expect(held).toContain('You have changed this very often');
  expect(held).toContain('One word more.');
  expect(await post({ step: 'take-back' })).toContain('Taken back. The words are deleted');
});
