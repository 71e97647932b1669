import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { decideVersion, proposeVersion, saveDraft } from '#letters';
import { publishDraft, publishLetter } from '../letters/public-letter.ts';
import { textOfMail } from '../mail/catch-mails.ts';
import { expectAccessible, watchPage } from './assertions.ts';
import { openLetterHouse, type LetterHouse } from './letter-house.ts';

let world: LetterHouse;
let house: LetterHouse['house'];
let mails: LetterHouse['mails'];
let author: LetterHouse['author'];
let openPage: LetterHouse['openPage'];
let letter: string;

beforeAll(async () => {
  world = await openLetterHouse();
  ({ house, mails, author, openPage } = world);
  letter = await publishLetter(house.house.database.main.db, author.actor, world.second.actor);
  const page = await openPage(author, `/desk/letters/${letter}/signing`);
  await page.getByRole('button', { name: 'Open signing' }).click();
  await page.getByText('Confirmed', { exact: true }).waitFor();
  await expectAccessible(page);
});
afterAll(() => world?.close());
afterEach(() => world.closePages());

interface Typed {
  readonly name?: string;
  readonly address: string;
  readonly appearance?: RegExp;
}

async function fill(page: Page, { name = 'Ada Example', address, appearance }: Typed) {
  await page.getByRole('radio', { name: appearance ?? /^With my name/ }).check();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Profession or credit' }).fill('Editor');
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(address);
  await page.getByRole('checkbox', { name: /^I sign this letter/ }).check();
  await page.getByRole('checkbox', { name: /^I agree that what I chose/ }).check();
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
}

/** The path of the link in the last mail to somebody. */
async function linkFor(address: string): Promise<string> {
  const own = () => mails.caught.filter(({ source }) => source.includes(address));
  await expect.poll(() => own().length, { timeout: 20_000 }).toBeGreaterThan(0);
  const text = textOfMail(own().at(-1)?.source ?? '');
  const [url = ''] = /http:\/\/\S+\/signature\/\S+/u.exec(text) ?? [];
  return new URL(url).pathname;
}

test('somebody signs, confirms by mail, stands on the list, takes a receipt, and leaves', async () => {
  const page = await openPage(undefined, `/en/letters/${letter}`);
  await page.getByText('Nobody has signed yet').waitFor();
  await page.getByRole('link', { name: 'Sign this letter' }).click();
  await expectAccessible(await openPage(undefined, `/en/letters/${letter}/sign`));
  const watch = watchPage(page, house.origin);
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await page.getByText('Please choose how you want to appear.').first().waitFor();
  await page.getByText('Without this, nobody may keep your signature.').first().waitFor();
  await fill(page, { address: 'ada@example.org' });
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await expectAccessible(page);
  const link = await linkFor('ada@example.org');

  // A program that looks into mail opens the link: nothing happens, and nothing is told.
  const seen = await fetch(`${house.origin}${link}`);
  expect(await seen.text()).not.toMatch(/Ada Ex|ada@/u);
  expect(seen.headers.get('Cache-Control')).toBe('no-store');

  await page.goto(`${house.origin}${link}`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Confirm my signature' }).click();
  await page.getByRole('heading', { name: 'Your signature is confirmed' }).waitFor();
  await page.getByText('Ada Example').waitFor();
  // The fingerprint as the letter's page shows it, to compare.
  const reader = await (await fetch(`${house.origin}/en/letters/${letter}`)).text();
  await expectAccessible(page);
  const form = await (await fetch(`${house.origin}/en/letters/${letter}/sign`)).text();
  const [, hash = 'none'] = /name="text" value="([0-9a-f]{64})"/u.exec(form) ?? [];
  await page.getByText(hash, { exact: true }).waitFor();
  expect(reader).toContain(hash);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Take the policy' }).click();
  expect((await download).suggestedFilename()).toBe('policy.txt');
  await listed(page, 'Ada Example');
  const receipt = await receiptOf(link);
  const policy = await (await fetch(`${house.origin}/log/policy`)).text();
  const kept = await (await fetch(`${house.origin}${link}/data`, post)).json();
  expect(kept).toMatchObject({ about: { text: expect.stringContaining(hash) }, signals: {} });
  expect(await verify(receipt, policy)).toMatchObject([
    0,
    { outcome: 'proven', shown: { name: 'Ada Example' }, text: { number: 1 } },
  ]);
  const altered = receipt.replace('We ask for help', 'We ask for arms');
  expect(await verify(altered, policy)).toMatchObject([9, { outcome: 'refused', part: 'text' }]);

  await page.goto(`${house.origin}${link}`);
  await page.getByRole('button', { name: 'I have confirmed before' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('');
  await page.getByRole('button', { name: 'Save the change' }).click();
  const problems = page.getByRole('region', { name: 'One thing needs your attention' });
  await problems.getByRole('link', { name: /^Please write the name/u }).waitFor();
  const isSeen = await problems.evaluate(
    (box) => box === document.activeElement && box.getBoundingClientRect().bottom <= innerHeight,
  );
  expect(isSeen).toBe(true);
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada B. Example');
  await page.getByRole('combobox', { name: 'Country' }).selectOption({ label: 'France' });
  await page.getByRole('button', { name: 'Save the change' }).click();
  await page.getByText('Changed.', { exact: false }).waitFor();
  await page.locator('dl.facts').getByText('France').waitFor();
  await listed(page, 'Ada B. Example');

  await page.goto(`${house.origin}${link}`);
  await page.getByRole('button', { name: 'I have confirmed before' }).click();
  await page.getByRole('button', { name: 'Take my signature back …' }).click();
  await page.getByRole('button', { name: 'Take it back and delete everything' }).click();
  await page.getByRole('heading', { name: 'Taken back' }).waitFor();
  await page.goto(`${house.origin}/en/letters/${letter}/signatures?q=ada`);
  await page.getByText('No name matches').waitFor();
  await page.goto(`${house.origin}${link}`);
  await page.getByRole('button', { name: 'I have confirmed before' }).click();
  await page.getByRole('heading', { name: 'This link leads to nothing' }).waitFor();
  watch.expectNoThirdPartyRequests();
});

async function listed(page: Page, name: string): Promise<void> {
  await page.goto(`${house.origin}/en/letters/${letter}/signatures`);
  await page.getByText(name, { exact: true }).waitFor();
  await expectAccessible(page);
}

/** Fetched as a signer would, once the log has it. */
async function receiptOf(link: string): Promise<string> {
  const take = () => fetch(`${house.origin}${link}/receipt`, post);
  await expect.poll(async () => (await take()).status, { timeout: 30_000 }).toBe(200);
  return (await take()).text();
}

/** Exit code and answer of the command line, which knows nothing of this house. */
async function verify(receipt: string, policy: string): Promise<readonly [number, unknown]> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-receipt-'));
  try {
    const [file, trusted] = [join(folder, 'receipt.json'), join(folder, 'policy')];
    await Promise.all([writeFile(file, receipt), writeFile(trusted, policy)]);
    const command = new URL('../../bin/countersign', import.meta.url).pathname;
    const { status, stdout } = spawnSync(
      decodeURIComponent(command),
      ['verify', file, '--policy', trusted, '--json'],
      { encoding: 'utf8' },
    );
    return [status ?? -1, JSON.parse(stdout)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const post = { method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' } } as const;

test.each(['fr', 'fa'])('the form, the mail and the signer’s page are in %s', async (locale) => {
  const page = await openPage(undefined, `/${locale}/letters/${letter}/sign`);
  const address = `${locale}@example.org`;
  await page.locator('input[name=appearance][value=counted]').check();
  await page.locator('input[name=address]').fill(address);
  await page.locator('input[name=sign]').check();
  await page.locator('form#sign button[type=submit]').click();
  await page.waitForURL(/\/signed(?:#|$)/u);
  const link = await linkFor(address);
  expect(link).toMatch(new RegExp(`^/${locale}/`, 'u'));
  await page.goto(`${house.origin}${link}`);
  await page.locator('form#confirm button').click();
  await page.locator('dl.facts').waitFor();
  await expectAccessible(await openPage(undefined, link));
});

test('the answer is the same for who is new, who has signed, and who was sent too much', async () => {
  const page = await (await fetch(`${house.origin}/en/letters/${letter}/sign`)).text();
  const [, text = ''] = /name="text" value="([0-9a-f]{64})"/u.exec(page) ?? [];
  const answers: string[] = [];
  for (let turn = 0; turn < 23; turn += 1) {
    const form = new URLSearchParams({
      ...{ form: 'sign', text, name: `Turn ${turn}`, credit: '', country: '', affiliation: '' },
      ...{ address: 'often@example.org', appearance: 'organisers', sign: 'on' },
    });
    const answer = await fetch(`${house.origin}/en/letters/${letter}/sign`, {
      ...{ ...post, body: form, redirect: 'manual' },
    });
    answers.push(`${answer.status} ${answer.headers.get('Location')} ${await answer.text()}`);
  }
  expect(new Set(answers)).toEqual(new Set([`303 /en/letters/${letter}/signed `]));
  const sent = () => mails.caught.filter(({ source }) => source.includes('often@example.org'));
  await expect.poll(() => sent().length, { timeout: 20_000 }).toBe(20);
});

test('names are hidden at once, and signing stops with a message', async () => {
  const signer = await openPage(undefined, `/en/letters/${letter}/sign`);
  await fill(signer, { name: 'Bea Hidden', address: 'bea@example.org' });
  await signer.goto(`${house.origin}${await linkFor('bea@example.org')}`);
  await signer.getByRole('button', { name: 'Confirm my signature' }).click();
  await listed(signer, 'Bea Hidden');
  const page = await openPage(author, `/desk/letters/${letter}/signing`);
  await page.getByRole('button', { name: 'Hide all names now' }).click();
  await page.getByText('All names are hidden').waitFor();
  await signer.reload();
  await signer.getByText('The organisers have hidden the names').waitFor();
  expect(await signer.content()).not.toContain('Bea Hidden');
  await page.getByRole('button', { name: 'Pause signing' }).click();
  await page.getByText('Please write what those are told').first().waitFor();
  await page.getByRole('textbox', { name: 'What those are told' }).fill('Back on Monday.');
  await page.getByRole('button', { name: 'Pause signing' }).click();
  await page.getByText('paused', { exact: true }).waitFor();
  await signer.goto(`${house.origin}/en/letters/${letter}/sign`);
  await signer.getByText('Back on Monday.').waitFor();
  expect(await signer.getByRole('textbox').count()).toBe(0);
  // Nothing leads from the letter's page to the form meanwhile: the words stand there too.
  const reader = await openPage(undefined, `/fa/letters/${letter}`);
  await reader.getByText('Back on Monday.').waitFor();
  await page.getByText('Back on Monday.').waitFor();
  await page.getByRole('button', { name: 'Open signing' }).click();
  await page.getByRole('textbox', { name: 'What those are told' }).fill('It was handed over.');
  await page.getByRole('button', { name: 'Close the letter' }).click();
  await page.getByText('closed', { exact: true }).waitFor();
  await reader.reload();
  await reader.getByText('It was handed over.').waitFor();
  await page.getByRole('button', { name: 'Open signing' }).click();
  await page.getByRole('button', { name: 'Pause signing' }).waitFor();
});

test('the form weighs little', async () => {
  const answer = await fetch(`${house.origin}/en/letters/${letter}/sign`, {
    headers: { 'Accept-Encoding': 'br' },
  });
  const html = await answer.text();
  expect(html).not.toMatch(/<script/u);
  expect(brotliCompressSync(html).length).toBeLessThan(10_240);
});

test('who signed an earlier version is asked on their own page for their word on a newer one', async () => {
  const db = house.house.database.main.db;
  const changing = await publishLetter(db, author.actor, world.second.actor);
  const desk = await openPage(author, `/desk/letters/${changing}/signing`);
  await desk.getByRole('button', { name: 'Open signing' }).click();
  await desk.getByText('Confirmed', { exact: true }).waitFor();
  const page = await openPage(undefined, `/en/letters/${changing}/sign`);
  await fill(page, { name: 'Eve Example', address: 'eve@example.org' });
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  const link = await linkFor('eve@example.org');
  await page.goto(`${house.origin}${link}`);
  await page.getByRole('button', { name: 'Confirm my signature' }).click();
  await page.getByRole('heading', { name: 'Your signature is confirmed' }).waitFor();
  const asked = page.getByRole('heading', { name: 'The letter has a newer version' });
  expect(await asked.count()).toBe(0);

  await publishSecond(changing);
  await page.goto(`${house.origin}${link}`);
  await page.getByRole('button', { name: 'I have confirmed before' }).click();
  await asked.waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Read and sign version 2' }).click();
  await page.getByText('We ask for much help.').waitFor();
  await fill(page, { name: 'Eve Example', address: 'eve@example.org' });
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await expect.poll(() => linkFor('eve@example.org'), { timeout: 20_000 }).not.toBe(link);
  const [first = '', again = ''] = mails.caught
    .filter(({ source }) => source.includes('eve@example.org'))
    .map(({ source }) => textOfMail(source));
  expect(first).not.toMatch(/version/iu);
  expect(again).toContain('this one is your word on version 2');
  await page.goto(`${house.origin}${await linkFor('eve@example.org')}`);
  await page.getByRole('button', { name: 'Confirm my signature' }).click();
  await page.getByRole('heading', { name: 'Your signature is confirmed' }).waitFor();
  await page.goto(`${house.origin}${link}`);
  await page.getByRole('button', { name: 'I have confirmed before' }).click();
  await page.getByRole('heading', { name: 'Your signature is confirmed' }).waitFor();
  expect(await asked.count()).toBe(0);
  // The link of each version tells of the other.
  await page.getByText('you have also signed version 2:').waitFor();
});

async function publishSecond(changed: string): Promise<void> {
  const { actor } = author;
  const second = world.second.actor;
  await house.house.database.main.db.transaction().execute(async (tx) => {
    const text = {
      ...{ title: 'To those who can act', addressees: ['The ministers of culture'] },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for much help.' }] }],
      ...{ demands: ['Release them.'], initiators: ['A film school'] },
    };
    await saveDraft(tx, actor, changed, { language: 'en', text, revision: 1 });
    const change = { language: 'en', change: 'demand', note: 'More is asked' } as const;
    const version = await proposeVersion(tx, actor, changed, change);
    await decideVersion(tx, second, version, { approve: true, comment: '' });
    await publishDraft(tx, actor, second, changed, 'correct');
  });
}
