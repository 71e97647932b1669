import type { Browser, BrowserContext, Page } from 'playwright-core';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { publishLetter } from '../letters/public-letter.ts';
import { catchMails, textOfMail, type MailCatcher } from '../mail/catch-mails.ts';
import { expectAccessible } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

let browser: Browser;
let mails: MailCatcher;
let house: TestHouse;
let author: SignedInPerson;
let letter: string;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  mails = await catchMails();
  [browser, house] = await Promise.all([
    launchChromium(),
    openTestHouse({ mailFrom: 'letters@house.example' }, mails.url),
  ]);
  author = await house.signIn({ name: 'Camille', roles: ['campaigner'] });
  const second = await house.signIn({ name: 'Yalda', roles: ['campaigner'] });
  letter = await publishLetter(house.house.database.main.db, author.actor, second.actor);
  const page = await openPage(author, `/desk/letters/${letter}/signing`);
  await page.getByRole('button', { name: 'Open signing' }).click();
  await page.getByText('Confirmed', { exact: true }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
  await mails?.close();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function openPage(
  who: SignedInPerson | undefined,
  path: string,
  options: { readonly javaScriptEnabled?: boolean } = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  contexts.push(context);
  if (who !== undefined) await context.addCookies(who.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}${path}`);
  return page;
}

const post = { method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' } } as const;

/** Signs as somebody with a browser would. @returns what everybody is answered, and the link. */
async function sign(name: string, address: string) {
  const page = await (await fetch(`${house.origin}/en/letters/${letter}/sign`)).text();
  const [, text = ''] = /name="text" value="([0-9a-f]{64})"/u.exec(page) ?? [];
  const form = new URLSearchParams({
    ...{ form: 'sign', text, name, credit: 'Editor', country: 'FR', affiliation: '' },
    ...{ address, appearance: 'named', sign: 'on', show: 'on' },
  });
  const sent = await fetch(`${house.origin}/en/letters/${letter}/sign`, {
    ...{ ...post, body: form, redirect: 'manual' },
  });
  const own = () => mails.caught.filter(({ source }) => source.includes(address));
  await expect.poll(() => own().length, { timeout: 20_000 }).toBe(1);
  const [url = ''] = /http:\/\/\S+\/signature\/\S+/u.exec(textOfMail(own()[0]?.source ?? '')) ?? [];
  return {
    answer: `${sent.status} ${sent.headers.get('Location')}`,
    link: new URL(url).pathname,
  };
}

async function confirmed(link: string): Promise<string> {
  const page = await openPage(undefined, link);
  await page.getByRole('button', { name: 'Confirm my signature' }).click();
  const heading = page.getByRole('heading', { level: 1 });
  await page.locator('dl.facts').waitFor();
  return `${await heading.textContent()} ${await page.locator('.lead').first().textContent()}`;
}

test.each([true, false])(
  'a suspect is answered like anybody, seen at the desk, and counted by a decision (scripts: %s)',
  async (javaScriptEnabled) => {
    const options = { javaScriptEnabled };
    const [celebrity, host] = javaScriptEnabled
      ? (['Jane Fonda', 'agent.example'] as const)
      : (['James Cameron', 'studio.example'] as const);
    const page = await openPage(author, `/desk/letters/${letter}/fraud`, options);
    await page.getByRole('textbox', { name: 'Well-known names' }).fill(celebrity);
    await page.getByRole('textbox', { name: 'Hosts that are known' }).fill('not a host');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('is no name of a mail host').first().waitFor();
    expect(await page.getByRole('textbox', { name: 'Well-known names' }).inputValue()).toBe(
      celebrity,
    );
    await page.getByRole('textbox', { name: 'Hosts that are known' }).fill('school.example');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.waitForURL(/\/fraud$/u);

    const forged = await sign(celebrity, `press@${host}`);
    const honest = await sign(`Ada ${host}`.slice(0, 10), `ada@${host}`);
    expect(forged.answer).toBe(honest.answer);
    expect(await confirmed(forged.link)).toBe(await confirmed(honest.link));
    const list = await openPage(undefined, `/en/letters/${letter}/signatures`);
    expect(await list.content()).not.toContain(celebrity);

    await page.goto(`${house.origin}/desk/letters/${letter}/fraud`);
    await page.getByRole('link', { name: 'Look' }).click();
    await page.getByText(celebrity).waitFor();
    if (javaScriptEnabled) await expectAccessible(page);
    await page.getByRole('button', { name: 'Count them' }).click();
    await page.getByText('say how you reached the person').first().waitFor();
    await page
      .getByRole('combobox', { name: 'How the person was reached' })
      .selectOption('by-agent');
    await page.getByRole('button', { name: 'Count them' }).click();
    await page.getByText('Counted: 1').first().waitFor();
    await list.reload();
    await list.getByText(celebrity, { exact: true }).waitFor();
    await list
      .locator('.signers')
      .getByText('confirmed by the organisers in another way')
      .first()
      .waitFor();
  },
);

test('an hour is set aside with a preview, told in the ledger at once, and undone', async () => {
  const { link } = await sign('Bea Example', 'bea@somewhere.example');
  await confirmed(link);
  // Of the signature, not of the clock: an hour may have passed since the first one of this file.
  const { rows } = await sql<{ hour: string }>`
    select to_char(max(confirmed_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24') as hour
    from letter_signature`.execute(house.house.database.main.db);
  const hour = rows[0]?.hour ?? '';
  const page = await openPage(author, `/desk/letters/${letter}/fraud/hour/${hour}`);
  await page.getByText('Bea Example').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Set aside' }).click();
  await page.getByText(/Set aside: \d/u).waitFor();
  await expectAccessible(page);
  const list = await openPage(undefined, `/en/letters/${letter}/signatures`);
  await list.locator('h1').waitFor();
  expect(await list.content()).not.toContain('Bea Example');
  const own = await openPage(undefined, link);
  await own.getByRole('button', { name: 'I have confirmed before' }).click();
  await own.getByText('Your signature is not counted at present').waitFor();
  await own.getByText('It came in a burst that nothing explains.').waitFor();
  await expectAccessible(own);

  for (const locale of ['en', 'fr', 'fa']) {
    const ledger = await openPage(undefined, `/${locale}/letters/${letter}`);
    await ledger.locator('a[href$="/ledger"]').click();
    await ledger.locator('#lines').waitFor();
    expect(await ledger.locator('table tbody tr').count()).toBeGreaterThan(0);
    expect(await ledger.content()).not.toContain('Bea Example');
    await expectAccessible(ledger);
  }
  const told = await (await fetch(`${house.origin}/letters/${letter}/ledger.json`)).json();
  expect(told).toMatchObject({ v: 1, letter, lines: expect.any(Array) });
  // What a rule has done today is not told today.
  expect(JSON.stringify(told)).not.toContain('"byRule":true');
  await sql`update letter_aside_line set day = day - 1 where by_rule`.execute(
    house.house.database.main.db,
  );
  expect(await (await fetch(`${house.origin}/letters/${letter}/ledger.json`)).text()).toContain(
    '"byRule":true',
  );

  await page.getByRole('button', { name: 'Undo' }).first().click();
  await page.getByText('undone').waitFor();
  await list.reload();
  await list.getByText('Bea Example', { exact: true }).waitFor();
});
