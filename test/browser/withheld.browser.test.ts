import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makeOpening, makeShares, parseRequest, readShares } from '@countersign/withheld';
import { keepUpWithheld, tallySignatures } from '#letters';
import { formatEdtf, parseEdtf } from '#platform/calendar';
import { publishLetter } from '../letters/public-letter.ts';
import { textOfMail } from '../mail/catch-mails.ts';
import { expectAccessible } from './assertions.ts';
import { openLetterHouse, withoutScripts, type LetterHouse } from './letter-house.ts';

let world: LetterHouse;
let house: LetterHouse['house'];
let mails: LetterHouse['mails'];
let author: LetterHouse['author'];
let second: LetterHouse['second'];
let openPage: LetterHouse['openPage'];
let letter: string;
let identities: string[];
let recipients: string[];

beforeAll(async () => {
  world = await openLetterHouse();
  ({ house, mails, author, second, openPage } = world);
  letter = await publishLetter(house.house.database.main.db, author.actor, second.actor);
  identities = await Promise.all(Array.from({ length: 4 }, () => generateX25519Identity()));
  recipients = await Promise.all(identities.map((one) => identityToRecipient(one)));
});
afterAll(() => world?.close());
afterEach(() => world.closePages());

const nameOf = (at: number) => `Hidden Person ${'ABCDEFGHIJ'[at] ?? ''}`;

/** Signs as a person without scripts. @returns the path of the link that was mailed. */
async function sign(at: number, locale = 'en'): Promise<string> {
  const address = `hidden${at}@example${at}.org`;
  const page = await openPage(undefined, `/${locale}/letters/${letter}/sign`, withoutScripts);
  await page.locator('input[name=appearance][value=withheld]').check();
  await page.locator('input[name=name]').fill(nameOf(at));
  await page.locator('select[name=least]').selectOption('10');
  await page.locator('select[name=guild]').selectOption('House of Cinema');
  await page.locator('input[name=address]').fill(address);
  await page.locator('input[name=sign]').check();
  await page.locator('input[name=show]').check();
  await page.locator('form#sign button[type=submit]').click();
  await page.waitForURL(/\/signed/u);
  await page.context().close();
  const own = () => mails.caught.filter(({ source }) => source.includes(address));
  await expect.poll(() => own().length, { timeout: 20_000 }).toBe(1);
  const [url = ''] = /http:\/\/\S+\/signature\/\S+/u.exec(textOfMail(own()[0]?.source ?? '')) ?? [];
  return new URL(url).pathname;
}

async function confirm(link: string): Promise<Page> {
  const page = await openPage(undefined, link, withoutScripts);
  await page.locator('form#confirm button').click();
  await page.locator('dl.facts').waitFor();
  return page;
}

async function keepUp(hours: number): Promise<void> {
  const { database, mailer, forPages } = house.house;
  await tallySignatures(database.main.db);
  const writeNotice = ({ link }: { readonly link: string }) => ({ subject: 'Notice', text: link });
  const now = new Date(Date.now() + hours * 3_600_000);
  const writeExpired = () => ({ subject: 'Ended', text: 'It has ended.' });
  const means = { sealer: forPages.letterSealer, mailer, writeNotice, writeExpired };
  await keepUpWithheld(database.main.db, means, now, { isSteady: true });
}

function keyFile(identity: string | undefined): Decrypter {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity ?? '');
  return decrypter;
}

async function ceremony(bytes: Uint8Array): Promise<Uint8Array> {
  const request = parseRequest(bytes);
  const today = new Date().toISOString().slice(0, 10);
  const given = await Promise.all(
    [1, 2].map(async (at) => {
      const made = await makeShares(bytes, request, keyFile(identities[at]), today);
      return readShares(made.bytes, bytes, request, keyFile(identities[3]));
    }),
  );
  return (await makeOpening(bytes, request, given)).bytes;
}

/** As somebody types a day who reckons in the Solar Hijri calendar. */
function inPersian(day: string): string {
  const parsed = parseEdtf(day);
  return parsed.ok ? formatEdtf(parsed.edtf, 'fa') : expect.unreachable();
}

// A name is withheld for three years at most.
const until = new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10);

// Ten people who each sign and confirm: most of a minute on a machine that has other work.
const slow = { timeout: 180_000 };

test(
  'ten withhold their names until ten are shown; organisations open them, and two people decide',
  slow,
  async () => {
    const desk = `/desk/letters/${letter}/withheld`;
    const page = await openPage(author, desk);
    const lines = recipients.slice(0, 3).map((one, at) => `Organisation ${at + 1} = ${one}`);
    await page.locator('textarea[name=organisations]').fill(`${lines[0]}\n${lines[0]}`);
    await page.locator('input[name=until]').fill(inPersian(until));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Line 2 is no name').first().waitFor();
    expect(await page.locator('input[name=until]').inputValue()).toBe(inPersian(until));
    await page.locator('textarea[name=organisations]').fill(lines.join('\n'));
    await page.locator('textarea[name=guilds]').fill('House of Cinema\nhouse of cinema');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('At most 20 lines').first().waitFor();
    await page.locator('textarea[name=guilds]').fill('House of Cinema\nGuild of Editors');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Ask somebody else').waitFor();
    await expectAccessible(page);
    // Whoever has to look at it is led there from the letter, and by its course.
    const looking = await openPage(second, `/desk/letters/${letter}/course`);
    await looking.getByText('Another person has to confirm the organisations').waitFor();
    await looking.goto(`${house.origin}/desk/letters/${letter}`);
    await looking.getByText('wait for another person to confirm them').waitFor();
    await expectAccessible(looking);
    await looking.getByRole('link', { name: 'Read and decide' }).click();
    await looking.getByText(`Rules can be met until`).waitFor();
    for (const one of recipients.slice(0, 3))
      await looking.getByText(one, { exact: true }).waitFor();
    await looking
      .getByText('\u2068House of Cinema\u2069 and \u2068Guild of Editors\u2069')
      .waitFor();
    await expectAccessible(looking);
    await looking.getByRole('button', { name: 'Confirm these organisations' }).click();
    await looking.getByText('Not offered yet').waitFor({ state: 'detached' });
    await page.goto(`${house.origin}/desk/letters/${letter}/signing`);
    await page.getByRole('button', { name: 'Open signing' }).click();
    await page.getByText('Confirmed', { exact: true }).waitFor();
    await page.goto(`${house.origin}${desk}`);
    await page.getByText('2 of 3 must open together').waitFor();

    const links: string[] = [];
    for (let at = 0; at < 10; at += 1) links.push(await sign(at));
    for (const link of links) {
      const own = await confirm(link);
      expect(await own.content()).not.toContain('Hidden Person');
      expect(await own.getByRole('heading', { name: 'Your name is withheld' }).count()).toBe(1);
      await own.context().close();
    }
    await keepUp(0);
    const readers = await openPage(undefined, `/en/letters/${letter}`);
    await readers
      .getByText('10: when 10 names are shown, of \u2068House of Cinema\u2069 alone')
      .waitFor();
    await expectAccessible(readers);

    await keepUp(0);
    const [first = ''] = links;
    const own = await openPage(undefined, first);
    await own.getByRole('button', { name: 'I have confirmed before' }).click();
    await own.getByText('Your rule is met').waitFor();
    await expectAccessible(own);
    await keepUp(73);
    await page.reload();
    await page.locator('input[name=openers]').fill(recipients[3] ?? '');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Take the request' }).click(),
    ]);
    const bytes = new Uint8Array(readFileSync(await download.path()));
    expect(Buffer.from(bytes).toString()).not.toContain('Hidden Person');
    await page.reload();
    await page.getByText('Digest of the request').waitFor();
    const buffer = Buffer.from(await ceremony(bytes));
    await page
      .locator('input[name=file]')
      .setInputFiles({ name: 'opening', mimeType: 'application/octet-stream', buffer });
    await page.getByRole('button', { name: 'Bring it in' }).click();
    await page.getByText('10 of 10 names were opened').waitFor();
    await page.getByText('Another person decides').first().waitFor();
    expect(await page.getByRole('button', { name: 'Show these names' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Discard the opening' }).waitFor();
    const other = await openPage(second, `/desk/letters/${letter}/course`);
    await other.getByText('Opened names wait for a second person.').waitFor();
    await other.getByRole('link', { name: 'Withheld names' }).click();
    await other.getByText('Hidden Person C').waitFor();
    await expectAccessible(other);
    await other.getByRole('button', { name: 'Show these names' }).click();
    await other.getByText('Nobody withholds their name').waitFor();
    const list = await openPage(undefined, `/en/letters/${letter}/signatures`, withoutScripts);
    for (let at = 0; at < 10; at += 1) await list.getByText(nameOf(at)).first().waitFor();
    // Which texts were shown was sealed with the name, and went with the seal.
    const shown = await openPage(undefined, first);
    await shown.getByRole('button', { name: 'I have confirmed before' }).click();
    await shown.getByText('Hidden Person A').waitFor();
    expect(await shown.getByText('Texts you were shown').count()).toBe(0);
  },
);

test('a signer keeps their name closed by their own link, and the form says what is missing', async () => {
  const form = await openPage(undefined, `/en/letters/${letter}/sign`, withoutScripts);
  await form.locator('input[name=appearance][value=withheld]').check();
  await form.locator('input[name=name]').fill('Somebody Else');
  await form.locator('input[name=address]').fill('else@example.org');
  await form.locator('input[name=sign]').check();
  await form.locator('input[name=show]').check();
  await form.locator('form#sign button[type=submit]').click();
  await form.getByText('Choose a number of names or a day').first().waitFor();
  expect(await form.locator('input[name=name]').inputValue()).toBe('Somebody Else');
  const own = await confirm(await sign(11));
  await own.getByRole('button', { name: 'Do not open my name' }).click();
  await own.getByText('Your name stays closed').waitFor();
  expect(await own.getByText('It is shown when').count()).toBe(0);
});
