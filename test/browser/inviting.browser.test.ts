import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createLetter, decideVersion, openSigning, proposeVersion, saveDraft } from '#letters';
import { textOfMail } from '../mail/catch-mails.ts';
import { expectAccessible, watchPage } from './assertions.ts';
import { openLetterHouse, withoutScripts, type LetterHouse } from './letter-house.ts';

let world: LetterHouse;
let house: LetterHouse['house'];
let mails: LetterHouse['mails'];
let author: LetterHouse['author'];
let openPage: LetterHouse['openPage'];
let letter: string;

beforeAll(async () => {
  world = await openLetterHouse();
  ({ house, mails, author, openPage } = world);
  letter = await house.house.database.main.db.transaction().execute(async (tx) => {
    const uid = await createLetter(tx, author.actor, { kind: 'collective', name: 'A call' });
    const text = {
      ...{ title: 'To those who can act', addressees: [], demands: [], initiators: [] },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for help.' }] }],
    };
    await saveDraft(tx, author.actor, uid, { language: 'en', text, revision: 0 });
    const version = await proposeVersion(tx, author.actor, uid, { language: 'en' });
    await decideVersion(tx, world.second.actor, version, { approve: true, comment: '' });
    await openSigning(tx, author.actor, house.house.forPages.letterSealer, uid);
    return uid;
  });
});
afterAll(() => world?.close());
afterEach(() => world.closePages());

const mailsTo = (address: string) =>
  mails.caught.filter(({ source }) => source.includes(`To: ${address}`));

/** The path of the link in the last mail to somebody. */
async function linkFor(address: string, kind: 'invitation' | 'signature'): Promise<string> {
  const found = () =>
    mailsTo(address)
      .map(
        ({ source }) => new RegExp(`http://\\S+/${kind}/\\S+`, 'u').exec(textOfMail(source))?.[0],
      )
      .findLast((url) => url !== undefined);
  await expect.poll(found, { timeout: 30_000 }).toBeDefined();
  return new URL(found() ?? '').pathname;
}

/** Where a mail program stops the mails. */
function stopOf(source: string): string {
  const [, address = ''] =
    /^List-Unsubscribe: *<(\S+)>/mu.exec(source.replaceAll(/\r\n\s+/gu, '')) ?? [];
  return address;
}

async function bringIn(page: Page, table: string): Promise<void> {
  await page.getByLabel('Or a file from a spreadsheet').setInputFiles({
    ...{ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(table, 'utf16le') },
  });
  await page.getByRole('button', { name: 'Bring in, send nothing' }).click();
  await page.getByText('Lists brought in').waitFor();
}

test('eight hundred people are brought in, invited by mail, and one of them signs', async () => {
  const page = await openPage(author, `/desk/letters/${letter}/invitations`);
  await page.getByText('Nobody is invited yet').waitFor();
  await expectAccessible(page);
  const people = Array.from(
    { length: 800 },
    (_, at) => `Person ${at};p${at}@example.org;Editor;fr`,
  );
  const rows = ['Name;E-mail;Role;Language', ...people, 'Nobody;not a mail;;', people[0]];
  await bringIn(page, `\uFEFF${rows.join('\r\n')}\r\n`);
  await page.getByText('800 people').waitFor();
  await page.getByText('2 lines need a look').click();
  await page.getByText('Line 802: this is no e-mail address').waitFor();
  await page.getByText('Line 803: the same mailbox stands in this list above').waitFor();
  await expectAccessible(page);
  expect(mails.caught).toEqual([]);

  // What can be done with the list stands before its people.
  const send = page.getByRole('button', { name: 'Send 800 invitations' });
  const [button, table] = await Promise.all([
    send.boundingBox(),
    page.getByRole('table').boundingBox(),
  ]);
  expect(button?.y).toBeLessThan(table?.y ?? 0);
  await send.click();
  await page.getByRole('button', { name: 'Send 800 invitations' }).waitFor({ state: 'detached' });
  const link = await linkFor('p0@example.org', 'invitation');
  expect(link).toMatch(/^\/fr\//u);
  const [{ source } = expect.fail()] = mailsTo('p0@example.org');
  expect(source).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(stopOf(source)).not.toContain(link.split('/').at(-1));

  // Programs open links in mails: nothing is told, and nothing happens. Readers see no letter yet.
  const seen = await fetch(`${house.origin}${link}`);
  expect(await seen.text()).not.toMatch(/Person 0|p0@|We ask for help|<script/u);
  expect(seen.headers.get('Cache-Control')).toBe('no-store');
  expect((await fetch(`${house.origin}/en/letters/${letter}`)).status).toBe(404);
  expect((await fetch(`${house.origin}/en/letters/${letter}/signatures`)).status).toBe(404);

  const invited = await openPage(undefined, link.replace('/fr/', '/en/'), withoutScripts);
  const watch = watchPage(invited, house.origin);
  await invited.getByRole('button', { name: 'Open the invitation' }).click();
  await invited.getByText('This text is not public yet').waitFor();
  await invited.getByText('We ask for help.').waitFor();
  await invited.getByRole('button', { name: 'Sign', exact: true }).click();
  await invited.getByText('Please choose how you want to appear.').first().waitFor();
  expect(await invited.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Person 0');
  await invited.getByRole('radio', { name: /^With my name/ }).check();
  await invited.getByRole('checkbox', { name: /^I sign this letter/ }).check();
  await invited.getByRole('checkbox', { name: /^I agree that what I chose/ }).check();
  await invited.getByRole('button', { name: 'Sign', exact: true }).click();
  await invited.getByRole('heading', { name: 'Your signature counts' }).waitFor();
  await invited.getByRole('link', { name: 'Your own page' }).click();
  await invited.getByRole('button', { name: 'I have confirmed before' }).click();
  await invited.getByText('Person 0').waitFor();
  watch.expectNoThirdPartyRequests();
  expect(await linkFor('p0@example.org', 'signature')).toMatch(/^\/en\//u);

  await page.goto(`${house.origin}/desk/letters/${letter}/invitations?state=signed`);
  await page.getByRole('link', { name: 'Person 0', exact: true }).waitFor();
  // At a steady pace, each once: more than one round of the job is enough to see.
  const invitations = () =>
    mails.caught.filter(({ source: mail }) => mail.includes('List-Unsubscribe:'));
  await expect.poll(() => invitations().length, { timeout: 40_000 }).toBeGreaterThan(130);
  const to = invitations().map(({ source: mail }) => /^To: (.+)$/mu.exec(mail)?.[1]);
  expect(new Set(to).size).toBe(to.length);
  expect(house.logged()).not.toMatch(/Person \d|p\d+@example/u);
});

test('who declines is erased; a mail program stops the mails without opening the page', async () => {
  const decliner = await openPage(
    undefined,
    await linkFor('p1@example.org', 'invitation'),
    withoutScripts,
  );
  await expectAccessible(await openPage(undefined, new URL(decliner.url()).pathname));
  await decliner.locator('form#declined button').click();
  await decliner.getByRole('heading', { name: 'Supprimé' }).waitFor();
  await decliner.goto(decliner.url());
  await decliner.locator('form#open button').click();
  await decliner.getByRole('heading', { name: 'Ce lien ne mène à rien' }).waitFor();

  const link = await linkFor('p2@example.org', 'invitation');
  const post = (address: string, body: URLSearchParams | FormData, init: object = {}) =>
    fetch(address, { method: 'POST', body, ...init });
  // RFC 8058 asks for this body, and prefers it in parts.
  const body = new FormData();
  body.set('List-Unsubscribe', 'One-Click');
  const [{ source } = expect.fail()] = mailsTo('p2@example.org');
  expect((await post(stopOf(source), body)).status).toBe(200);
  expect((await post(`${house.origin}/stop/nothing`, body)).status).toBe(200);
  const declined = new URLSearchParams({ step: 'declined' });
  expect((await post(`${house.origin}${link}`, declined)).status).toBe(403);
  const foreign = { headers: { Origin: 'https://evil.example' } };
  expect((await post(`${house.origin}${link}`, declined, foreign)).status).toBe(403);
  const page = await openPage(author, `/desk/letters/${letter}/invitations?q=p2@`);
  await page.getByText('wants no more mail').waitFor();
  await page.goto(`${house.origin}/desk/letters/${letter}/invitations?q=p1@example.org`);
  await page.getByText('Nobody of that kind is invited').waitFor();
});

test('the list goes out as a table that no spreadsheet runs, and comes in again without a second mail', async () => {
  const page = await openPage(author, `/desk/letters/${letter}/invitations`);
  await page.getByLabel('Paste the rows here').fill("name\tmail\n'=HYPERLINK(1)\tf@example.org");
  await page.getByRole('button', { name: 'Bring in, send nothing' }).click();
  await page.getByText('1 person', { exact: false }).or(page.getByText('one person')).waitFor();
  const cookie = author.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${house.origin}/desk/letters/${letter}/invitations/export`, {
    ...{ method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin', Cookie: cookie } },
  });
  const table = await answer.text();
  expect(table).toContain("'=HYPERLINK(1)");
  expect(table).not.toContain('p1@example.org');
  await page.getByLabel('Paste the rows here').fill(table);
  await page.getByRole('button', { name: 'Bring in, send nothing' }).click();
  await page.getByText('800 lines need a look').click();
  // Each reason once, however many lines it is about.
  await page.getByText(/^Lines \d+–\d+.*: is invited already$/u).waitFor();
});

test('a link is handed over, and who signs by it waits for the organisers’ word', async () => {
  const page = await openPage(author, `/desk/letters/${letter}/invitations?q=Person+7@`);
  await page.goto(`${house.origin}/desk/letters/${letter}/invitations?q=p700@`);
  await page.getByRole('link', { name: 'Person 700' }).click();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.locator('.inviting-link').textContent();
  await expectAccessible(page);
  const invited = await openPage(undefined, new URL(link ?? '').pathname, withoutScripts);
  await invited.getByRole('button', { name: 'Open the invitation' }).click();
  await invited.getByRole('radio', { name: /^Name for the organisers/ }).check();
  await invited.getByRole('checkbox', { name: /^I sign this letter/ }).check();
  await invited.getByRole('button', { name: 'Sign', exact: true }).click();
  await invited.getByRole('heading', { name: 'Received' }).waitFor();
  await page.goto(`${house.origin}/desk/letters/${letter}/signing`);
  await page.getByText('p700@example.org').waitFor();
  await page.getByRole('link', { name: 'Organisations and their mailboxes' }).click();
  await page.getByLabel('One organisation a line').fill('A school = gmail.com');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('“gmail.com” is no line').first().waitFor();
  await page.getByLabel('One organisation a line').fill('A school = school.org');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('“gmail.com” is no line').first().waitFor({ state: 'detached' });
  await page.reload();
  expect(await page.getByLabel('One organisation a line').inputValue()).toBe(
    'A school = school.org',
  );
});
