import type { Page } from 'playwright-core';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { listVersions, openSigning } from '#letters';
import { publishLetter } from '../letters/public-letter.ts';
import { textOfMail } from '../mail/catch-mails.ts';
import { expectAccessible, watchPage } from './assertions.ts';
import {
  openLetterHouse,
  withoutScripts,
  type LetterHouse,
  type PageOptions,
} from './letter-house.ts';

let world: LetterHouse;
let house: LetterHouse['house'];
let mails: LetterHouse['mails'];
let author: LetterHouse['author'];
let second: LetterHouse['second'];
let openPage: LetterHouse['openPage'];

beforeAll(async () => {
  world = await openLetterHouse();
  ({ house, mails, author, second, openPage } = world);
});
afterAll(() => world?.close());
afterEach(() => world.closePages());

const phone: PageOptions = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' };
const pathOf = (page: Page) => new URL(page.url()).pathname;

async function newLetter(): Promise<string> {
  const { db } = house.house.database.main;
  const letter = await publishLetter(db, author.actor, second.actor);
  const sealer = house.house.forPages.letterSealer;
  await db.transaction().execute((tx) => openSigning(tx, author.actor, sealer, letter));
  return letter;
}

async function begin(letter: string, tag: string, more: PageOptions): Promise<Page> {
  const page = await openPage(author, `/desk/letters/${letter}/translations`, more);
  await page.getByRole('textbox', { name: 'Or another language' }).fill(tag);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('textbox', { name: 'Title' }).waitFor();
  return page;
}

async function fill(page: Page, words: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(words)) {
    await page.getByRole('textbox', { name }).fill(text);
  }
}

const persian = {
  Title: 'به آنان که می‌توانند کاری کنند',
  'Addressee 1': 'وزیران فرهنگ',
  'Block 1': 'یاری می‌خواهیم.',
  'Demand 1': 'آزادشان کنید.',
  'Begun by, 1': 'یک مدرسهٔ فیلم',
  'Made by': 'مترجمی',
  'Reviewed by': 'Lou Quillon',
};

async function proposed(page: Page): Promise<string> {
  await page.getByRole('radio', { name: 'By people' }).check();
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.getByRole('heading', { name: 'Side by side' }).waitFor();
  return pathOf(page);
}

async function approve(path: string): Promise<void> {
  const page = await openPage(second, path, withoutScripts);
  await page.getByRole('button', { name: 'Approve this translation' }).click();
  await page.getByText('Approved', { exact: true }).first().waitFor();
}

async function publish(letter: string): Promise<void> {
  const page = await openPage(author, `/desk/letters/${letter}`);
  await page.getByRole('link', { name: 'Publish with these translations' }).click();
  await page.getByRole('combobox', { name: 'Basis' }).selectOption('public-interest');
  await page.getByRole('textbox', { name: 'Why this basis holds' }).fill('An open letter');
  await page.getByRole('textbox', { name: 'Risk' }).fill('None known');
  await page.getByRole('textbox', { name: 'Look at it again by' }).fill('1 January 2030');
  const reason = page.getByRole('textbox', {
    name: /what was corrected|told to readers|changed/iu,
  });
  if ((await reason.count()) > 0) await reason.first().fill('Translations were added');
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.waitForURL(/desk\/publications\/[0-9a-f-]{36}$/u);
  const other = await openPage(second, pathOf(page));
  await other.getByRole('button', { name: 'Approve and publish' }).click();
  await other.getByText('approved', { exact: true }).waitFor();
}

test('a translation is written beside the text, with scripts and without, and read by the world', async () => {
  const letter = await newLetter();
  const page = await begin(letter, 'fa', {});
  const watch = watchPage(page, house.origin);
  await expectAccessible(page);
  expect(await page.getByText('Nothing is written yet').count()).toBe(5);
  await page.getByRole('textbox', { name: 'Block 1' }).fill('# یاری، ۱۲ بار');
  await page.getByText('Another kind of block than in the text').waitFor();
  await page.getByText('Only in the translation').waitFor();
  const field = page.getByRole('textbox', { name: 'Block 1' });
  expect([await field.getAttribute('lang'), await field.getAttribute('dir')]).toEqual([
    'fa',
    'rtl',
  ]);
  const source = page.locator('.piece-source').first();
  expect([await source.getAttribute('lang'), await source.getAttribute('dir')]).toEqual([
    'en',
    'ltr',
  ]);
  await fill(page, { ...persian, 'Demand 1': '' });
  watch.expectNoConsoleErrors();
  // Built otherwise, and nothing says why: everything typed is still there.
  await page.getByRole('radio', { name: 'By people' }).check();
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.getByText('Make it alike, or say why').first().waitFor();
  expect(await page.getByRole('textbox', { name: 'Block 1' }).inputValue()).toBe(
    persian['Block 1'],
  );
  await fill(page, { 'Demand 1': persian['Demand 1'] });
  const path = await proposed(page);
  await expectAccessible(page);
  await page.getByText('somebody else reads it and decides').waitFor();
  await approve(path);

  // Kurdish, typed without scripts, saved on the way.
  const bare = await begin(letter, 'ckb', withoutScripts);
  await fill(bare, { ...persian, Title: 'بۆ ئەوانەی دەتوانن' });
  await bare.getByRole('button', { name: 'Save', exact: true }).click();
  expect(await bare.getByRole('textbox', { name: 'Title' }).inputValue()).toContain('بۆ');
  await approve(await proposed(bare));
  await publish(letter);

  const reader = await openPage(undefined, `/fa/letters/${letter}`, {
    ...phone,
    ...withoutScripts,
  });
  await reader.getByRole('heading', { name: persian.Title, level: 1 }).waitFor();
  expect(await reader.locator('.letter-text').getAttribute('dir')).toBe('rtl');
  expect(await reader.locator('.letter-words').getAttribute('lang')).toBe('fa');
  await reader.getByText('Lou Quillon').first().waitFor();
  const english = await openPage(undefined, `/en/letters/${letter}`, withoutScripts);
  await english.getByRole('heading', { name: 'To those who can act', level: 1 }).waitFor();
  // Whoever looks for their language need not read the page's.
  const kurdish = english.getByRole('link', { name: 'کوردیی ناوەندی' });
  expect(await kurdish.locator('[lang]').getAttribute('lang')).toBe('ckb');
  await kurdish.click();
  await english.getByRole('heading', { name: 'بۆ ئەوانەی دەتوانن', level: 1 }).waitFor();
  expect(await english.locator('.letter-words').getAttribute('lang')).toBe('ckb');
  expect(await english.locator('.letter-text').getAttribute('dir')).toBe('rtl');
  await english.getByText('This is a translation of version 1').waitFor();
  const { db } = house.house.database.main;
  const [version] = await listVersions(db, author.actor, letter);
  await english
    .getByText(version?.hash ?? '')
    .first()
    .waitFor();
  await expectAccessible(await openPage(undefined, pathOf(english)));
  await english.getByRole('link', { name: 'Read the text that counts' }).click();
  await english.getByRole('heading', { name: 'To those who can act', level: 1 }).waitFor();
  const missing = await fetch(`${house.origin}/en/letters/${letter}/text/de`);
  expect(missing.status).toBe(404);

  await signUnder(letter, 'ckb', ['ckb', 'en']);
  await signUnder(letter, 'en', ['en']);
});

/** Signs under a text and reads on the signer's own page what is kept as shown. */
async function signUnder(
  letter: string,
  language: string,
  shown: readonly string[],
): Promise<void> {
  const before = mails.caught.length;
  const page = await openPage(undefined, `/en/letters/${letter}/sign/${language}`, withoutScripts);
  expect(await page.locator('.letter-text').count()).toBe(shown.length);
  await page.getByRole('radio', { name: 'Counted only' }).check();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(`${language}@example.org`);
  await page.locator('input[name="sign"]').check();
  await page.locator('form#sign button[type="submit"]').click();
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await expect.poll(() => mails.caught.length).toBe(before + 1);
  const link = /\/signature\/\S+/u.exec(textOfMail(mails.caught.at(-1)?.source ?? ''))?.[0] ?? '';
  const own = await openPage(undefined, `/en${link}`, withoutScripts);
  await own.locator('form#confirm button').click();
  await own.getByText('Texts you were shown').waitFor();
  const names = { ckb: 'Central Kurdish', en: 'English' } as const;
  for (const tag of shown) {
    await own
      .getByText(names[tag as keyof typeof names])
      .first()
      .waitFor();
  }
  // What can tell where somebody comes from is not in clear beside their signature.
  const { rows } = await sql<{ languages: string[] | null }>`
    select languages from letter_signature`.execute(house.house.database.main.db);
  expect(rows.every(({ languages }) => languages === null)).toBe(true);
}
