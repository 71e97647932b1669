import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  confirmSignature,
  createLetter,
  decideVersion,
  eraseDue,
  openSigning,
  proposeVersion,
  saveDraft,
  sendSlice,
  tallySignatures,
} from '#letters';
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

beforeAll(async () => {
  world = await openLetterHouse();
  ({ house, mails, author, second, openPage } = world);
});
afterAll(() => world?.close());
afterEach(() => world.closePages());

const db = () => house.house.database.main.db;

test('a delivery is written down, decided on by a second person, and stands in the letter’s course', async () => {
  const letter = await publishLetter(db(), author.actor, second.actor);
  const page = await openPage(author, `/desk/letters/${letter}/course`, withoutScripts);
  await page.getByRole('heading', { name: 'Course of the letter' }).waitFor();
  await expectAccessible(await openPage(author, `/desk/letters/${letter}/course`));
  await page.getByRole('link', { name: 'Deliveries and solidarity' }).click();
  await page.getByRole('button', { name: 'Write down' }).click();
  await page.getByText('Say who delivered it.').first().waitFor();
  await page.getByRole('textbox', { name: 'When', exact: true }).fill('1 March 2026');
  await page.getByRole('textbox', { name: 'By whom' }).fill('Two directors');
  const answered = page.getByRole('textbox', { name: 'Answered on' });
  await answered.fill('5 March 2189');
  await page.getByRole('textbox', { name: 'What was answered' }).fill('We shall see.');
  await page.getByRole('button', { name: 'Write down' }).click();
  await page.getByText('This day is still to come').first().waitFor();
  await answered.fill('5 March 2026');
  await page.getByRole('button', { name: 'Write down' }).click();
  await page.getByText('Nobody had signed').first().waitFor();
  await page.getByText('Answered on 5 March 2026').waitFor();
  await page.getByRole('blockquote').getByText('We shall see.').waitFor();
  await expectAccessible(await openPage(author, `/desk/letters/${letter}/deliveries`));
  await page.goto(`${house.origin}/desk/letters/${letter}/course`);
  await page.getByText('publish the next edition').waitFor();
  await page.getByRole('link', { name: 'Publish', exact: true }).click();
  await page.getByRole('textbox', { name: 'Reason told to readers' }).fill('It was delivered');
  await propose(page);
  await approve(page);
  const reader = await openPage(undefined, `/en/letters/${letter}`, withoutScripts);
  expect(await reader.locator('.letter-course li').allTextContents()).toEqual([
    expect.stringMatching(
      /Delivered to The ministers of culture.*Two directors.*Nobody had signed/u,
    ),
    expect.stringMatching(/Answer of The ministers of culture.*We shall see/u),
    expect.stringContaining('Published, version 1'),
  ]);
  // Told once: an edition has no course, and tells them by themselves.
  expect(await reader.getByText('We shall see.').count()).toBe(1);
  const edition = await openPage(undefined, `/en/letters/${letter}/editions/2`, withoutScripts);
  await edition.getByRole('heading', { name: 'To The ministers of culture' }).waitFor();
  await edition.getByText('We shall see.').waitFor();
  await expectAccessible(await openPage(undefined, `/fa/letters/${letter}`));
});

async function fillDecision(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Basis' }).selectOption('public-interest');
  await page.getByRole('textbox', { name: 'Why this basis holds' }).fill('An open letter');
  await page.getByRole('textbox', { name: 'Risk' }).fill('None known');
  await page.getByRole('textbox', { name: 'Look at it again by' }).fill('1 January 2190');
}

async function propose(page: Page): Promise<void> {
  await fillDecision(page);
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.waitForURL(/desk\/publications\/[0-9a-f-]{36}$/);
}

async function approve(page: Page): Promise<void> {
  const other = await openPage(second, new URL(page.url()).pathname);
  await other
    .getByRole('button', { name: /^Approve (?:and publish|for 1 January 2189, 12:00 UTC)$/u })
    .click();
  await other.getByText('approved', { exact: true }).waitFor();
}

test('what is decided waits for its minute, and can be moved and stopped', async () => {
  const letter = await approvedLetter('collective');
  const page = await openPage(author, `/desk/letters/${letter}/publish`, withoutScripts);
  await fillDecision(page);
  await page.getByRole('textbox', { name: 'Takes effect on' }).fill('1 January 2189');
  await page.getByRole('textbox', { name: 'at (hour:minute, UTC)' }).fill('noon');
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.getByText('such as 14:30').first().waitFor();
  await page.getByRole('textbox', { name: 'at (hour:minute, UTC)' }).fill('12:00');
  await propose(page);
  await approve(page);
  expect((await fetch(`${house.origin}/en/letters/${letter}`)).status).toBe(404);
  await page.goto(`${house.origin}/desk/letters/${letter}/course`);
  await page.getByText('takes effect by itself: 1 January 2189, 12:00 UTC').waitFor();
  await page.locator('form#move').getByRole('textbox', { name: 'at (hour' }).fill('۱۳:۳۰');
  await page.getByRole('button', { name: 'Move' }).click();
  await page.getByText('1 January 2189, 13:30 UTC').waitFor();
  await expectAccessible(await openPage(author, `/desk/letters/${letter}/course`));
  await page.getByRole('button', { name: 'Stop it' }).click();
  await page.getByText('Readers see nothing.').waitFor();
  expect(await page.getByText('takes effect by itself').count()).toBe(0);
});

async function approvedLetter(kind: 'collective' | 'testimony'): Promise<string> {
  return db()
    .transaction()
    .execute(async (tx) => {
      const letter = await createLetter(tx, author.actor, { kind, name: 'Her words' });
      const text = {
        ...{ title: 'What I saw', addressees: [], demands: [], initiators: ['Somebody'] },
        blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'They came at night.' }] }],
      };
      await saveDraft(tx, author.actor, letter, { language: 'en', text, revision: 0 });
      const version = await proposeVersion(tx, author.actor, letter, { language: 'en' });
      await decideVersion(tx, second.actor, version, { approve: true, comment: '' });
      return letter;
    });
}

test('the author of a testimony permits, holds, and has it taken back, by a link that shows nothing', async () => {
  const letter = await approvedLetter('testimony');
  const page = await openPage(author, `/desk/letters/${letter}/author`, withoutScripts);
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = (await page.locator('bdi.code').textContent()) ?? '';
  const path = new URL(link).pathname;
  const shown = await fetch(`${house.origin}${path}`);
  expect(await shown.text()).not.toContain('What I saw');
  expect(shown.headers.get('cache-control')).toContain('no-store');
  const own = await openPage(undefined, path, withoutScripts);
  await own.getByRole('button', { name: 'Open' }).click();
  await own.getByText('They came at night.').waitFor();
  await own.getByRole('button', { name: 'I permit the publication' }).click();
  await own.getByRole('heading', { name: 'You permit the publication of these words.' }).waitFor();
  await own.getByRole('button', { name: 'Hold it back' }).click();
  await own.getByRole('heading', { name: 'You hold it back.' }).waitFor();
  await page.goto(`${house.origin}/desk/letters/${letter}/publish`);
  await fillDecision(page);
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.getByText('has not permitted this version').first().waitFor();
  await own.getByRole('button', { name: 'I permit the publication' }).click();
  await own.getByRole('heading', { name: 'You permit' }).waitFor();
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.waitForURL(/desk\/publications\/[0-9a-f-]{36}$/);
  await approve(page);
  const reader = await openPage(undefined, `/en/letters/${letter}`, withoutScripts);
  await reader.getByText('They came at night.').waitFor();
  await own.getByRole('button', { name: 'I permit' }).waitFor({ state: 'detached' });
  await own.goto(`${house.origin}${path}`);
  await own.getByRole('button', { name: 'Open' }).click();
  await own.getByRole('button', { name: 'Take it back' }).click();
  await own.getByText('Two people are asked, urgently').waitFor();
  const desk = await openPage(second, `/desk/letters/${letter}/course`, withoutScripts);
  await desk.getByText('Urgent: the author asks to take it back.').waitFor();
  await desk.getByRole('link', { name: 'Read and decide' }).click();
  await desk.getByRole('heading', { name: /^URGENT/u }).waitFor();
  await desk.getByRole('button', { name: /Approve/u }).click();
  await desk.getByText('approved', { exact: true }).waitFor();
  expect((await fetch(`${house.origin}/en/letters/${letter}`)).status).toBe(410);
});

test('news are written, read by a second person, mailed, and ended by one click', async () => {
  const letter = await publishLetter(db(), author.actor, second.actor);
  const { letterSealer } = house.house.forPages;
  await db()
    .transaction()
    .execute((tx) => openSigning(tx, author.actor, letterSealer, letter));
  const code = await signByMail(letter, 'ada@example.org');
  const page = await openPage(author, `/desk/letters/${letter}/updates`, withoutScripts);
  await page.getByText('News, to those who agreed to hear (1)').waitFor();
  await expectAccessible(await openPage(author, `/desk/letters/${letter}/updates`));
  await page.getByRole('textbox', { name: 'Subject (English)' }).fill('They answered');
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.getByText('must be there in this language').first().waitFor();
  await page.getByRole('textbox', { name: 'Words (English)' }).fill('It was read in parliament.');
  await page.getByRole('button', { name: 'Propose to a second person' }).click();
  await page.getByText('somebody else reads it and decides').waitFor();
  const other = await openPage(second, new URL(page.url()).pathname);
  await other.getByText('It goes to one mailbox.').waitFor();
  await expectAccessible(other);
  const sent = mails.caught.length;
  await other.getByRole('button', { name: 'Approve and send' }).click();
  // The job of the minute may have sent it already.
  await other.getByText(/^(?:being sent|sent)$/u).waitFor();
  await sendDue(page.url().split('/').at(-1) ?? '');
  const mail = await nextMail(sent);
  expect(mail).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/mu);
  const text = textOfMail(mail);
  expect(text).toContain('It was read in parliament.');
  // Whoever signed several letters knows which one it is.
  expect(text).toContain('The letter “To those who can act”:');
  expect(text).toContain(`/en/signature/${code}`);
  const [, stop = ''] = /\/en\/stop\/(\S+)/u.exec(text) ?? [];
  // As a mail program does it: no origin, no cookie. Opening it does nothing.
  expect((await fetch(`${house.origin}/en/stop/${stop}`)).status).toBe(200);
  expect(await consents()).toBe(1);
  const click = (of: string) => fetch(`${house.origin}/stop/${of}`, { method: 'POST' });
  const answers = [await click('nothing'), await click(stop)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await consents()).toBe(0);
  const person = await openPage(undefined, `/fa/stop/${stop}`, withoutScripts);
  await person.locator('form#stop button').click();
  await person.getByRole('heading', { name: 'ایمیل‌ها پایان یافت' }).waitFor();
});

async function consents(): Promise<number> {
  const { n } = await db()
    .selectFrom('signature_consent as c')
    .innerJoin('consent_wording as w', 'w.id', 'c.wording_id')
    .select((row) => row.fn.countAll<string>().as('n'))
    .where('w.purpose', '=', 'updates')
    .executeTakeFirstOrThrow();
  return Number(n);
}

async function sendDue(update: string): Promise<void> {
  const { forPages } = house.house;
  await db()
    .transaction()
    .execute((tx) =>
      sendSlice(
        tx,
        { sealer: forPages.letterSealer, mailer: forPages.mailer },
        update,
        new Date(Date.now() + 1_000),
      ),
    );
}

async function nextMail(at: number): Promise<string> {
  await expect.poll(() => mails.caught.length, { timeout: 20_000 }).toBeGreaterThan(at);
  return mails.caught[at]?.source ?? '';
}

async function signAs(letter: string, address: string): Promise<void> {
  const form = `${house.origin}/en/letters/${letter}/sign`;
  const page = await (await fetch(form)).text();
  const [, text = ''] = /name="text" value="([0-9a-f]{64})"/u.exec(page) ?? [];
  const typed = {
    ...{ form: 'sign', text, name: 'Ada Example', credit: '', country: '', affiliation: '' },
    ...{ address, appearance: 'named', sign: 'on', show: 'on', updates: 'on' },
  };
  await fetch(form, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(typed) },
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
}

test('dates of signing are set, and readers are told them', async () => {
  const letter = await publishLetter(db(), author.actor, second.actor);
  const page = await openPage(author, `/desk/letters/${letter}/course`, withoutScripts);
  const form = page.locator('form#dates');
  await form.getByRole('textbox', { name: 'Opens on' }).fill('1 January 2189');
  await form.getByRole('textbox', { name: 'at (hour' }).first().fill('08:00');
  await form.getByRole('textbox', { name: 'Closes on' }).fill('1 February 2189');
  await form.getByRole('textbox', { name: 'at (hour' }).last().fill('20:00');
  await form.getByRole('textbox', { name: 'What is told' }).fill('It was handed over.');
  await form.getByRole('button', { name: 'Set the dates' }).click();
  await page.getByText('Opens by itself: 1 January 2189, 08:00 UTC').waitFor();
  const reader = await openPage(undefined, `/en/letters/${letter}/sign`, withoutScripts);
  await reader.getByText('It opens on 1 January 2189, 08:00 UTC').waitFor();
  await expectAccessible(await openPage(undefined, `/fa/letters/${letter}/sign`));
});

test('signers are promised a day, two people make it earlier, and then nothing is left but the number', async () => {
  const letter = await publishLetter(db(), author.actor, second.actor);
  const desk = await openPage(author, `/desk/letters/${letter}/signing`, withoutScripts);
  await desk.getByRole('link', { name: 'How long signatures are kept' }).click();
  await desk.getByText('Nobody has said until when').waitFor();
  const day = desk.getByRole('textbox', { name: 'Last day' });
  await day.fill('1 January 2020');
  await desk.getByRole('button', { name: 'Save' }).click();
  await desk.getByText('Please give a whole day that is to come').first().waitFor();
  expect(await day.inputValue()).toBe('1 January 2020');
  await day.fill('31 December 2040');
  await desk.getByRole('button', { name: 'Save' }).click();
  await desk.getByText('kept until 31 December 2040').waitFor();
  const { letterSealer } = house.house.forPages;
  await db()
    .transaction()
    .execute((tx) => openSigning(tx, author.actor, letterSealer, letter));
  const form = await openPage(undefined, `/en/letters/${letter}/sign`, withoutScripts);
  await form.getByText('What you give is kept until 31 December 2040').waitFor();
  const code = await signByMail(letter, 'ada@example.org');
  const own = await openPage(undefined, `/en/signature/${code}`, withoutScripts);
  await own.getByRole('button', { name: 'I have confirmed before' }).click();
  await own.getByText('What you give is kept until 31 December 2040').waitFor();

  await desk.reload();
  await day.fill('1 January 2020');
  await desk.getByRole('button', { name: 'Propose this day' }).click();
  await desk.getByText('You proposed it: another person decides.').waitFor();
  expect(await desk.getByRole('button', { name: 'Agree' }).count()).toBe(0);
  const other = await openPage(second, `/desk/letters/${letter}/retention`);
  await other.getByText('It cannot be undone').waitFor();
  await expectAccessible(other);
  await other.getByRole('button', { name: 'Agree, and erase then' }).click();
  await other.getByText('kept until 1 January 2020').waitFor();
  await eraseDue(db(), new Date(), { isSteady: true });
  await tallySignatures(db());
  await other.reload();
  await other.getByText('One person had signed').waitFor();
  for (const locale of ['en', 'fr', 'fa']) {
    const reader = await openPage(undefined, `/${locale}/letters/${letter}`);
    await expectAccessible(reader);
    const told = await reader.textContent('.signing');
    expect(told).toContain(
      { en: 'One person had signed', fr: 'Une personne avait signé', fa: '۱ نفر' }[locale],
    );
    // Nothing is left to recount, or to look somebody up in.
    expect(told).not.toContain('countersign verify');
    const list = await openPage(undefined, `/${locale}/letters/${letter}/signatures`);
    await expectAccessible(list);
    expect(await list.locator('.list-page input, .list-page .empty').count()).toBe(0);
  }
});

/** Signs and confirms. @returns the code of the mailed link. */
async function signByMail(letter: string, address: string): Promise<string> {
  const before = mails.caught.length;
  await signAs(letter, address);
  const [, code = ''] = /signature\/(\S+)/u.exec(textOfMail(await nextMail(before))) ?? [];
  const { letterSealer } = house.house.forPages;
  await db()
    .transaction()
    .execute((tx) => confirmSignature(tx, letterSealer, code));
  return code;
}
