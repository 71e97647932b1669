import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sql } from 'kysely';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { brotliCompressSync } from 'node:zlib';
import path from 'node:path';
import type { Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { spokenDigest, requestDigest } from '@countersign/withheld';
import {
  confirmPanel,
  confirmSignature,
  importPeople,
  keepUpWithheld,
  openSigning,
  sendInvitations,
  setPanel,
  tallySignatures,
} from '#letters';
import { makeSealScript } from '../../scripts/build-seal-script.ts';
import { publishLetter } from '../letters/public-letter.ts';
import { textOfMail } from '../mail/catch-mails.ts';
import { countersign } from '../process/countersign.ts';
import { expectAccessible } from './assertions.ts';
import { openLetterHouse, withoutScripts, type LetterHouse } from './letter-house.ts';

let world: LetterHouse;
let letter: string;
let identities: string[];
const until = new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10);
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-sealing-'));
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  world = await openLetterHouse();
  const { author, second } = world;
  const { db, letterSealer } = world.house.house.forPages;
  letter = await publishLetter(db, author.actor, second.actor);
  identities = await Promise.all(Array.from({ length: 4 }, () => generateX25519Identity()));
  const recipients = await Promise.all(identities.map((one) => identityToRecipient(one)));
  identities.forEach((identity, index) => writeFileSync(at(`key-${index}`), `${identity}\n`));
  const organisations = recipients
    .slice(0, 3)
    .map((one, index) => `Organisation ${index + 1} = ${one}`)
    .join('\n');
  await db.transaction().execute(async (tx) => {
    const panel = { need: 2, organisations, until, guilds: 'Guild of Editors' };
    await setPanel(tx, author.actor, letter, panel, new Date());
    const { rows } = await sql<{ digest: string }>`select digest from letter_panel`.execute(tx);
    const asked = { letter, digest: rows[0]?.digest ?? '', until, guilds: ['Guild of Editors'] };
    await confirmPanel(tx, second.actor, asked);
    await openSigning(tx, author.actor, letterSealer, letter);
  });
});
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => world.closePages());

const hidden = 'Zohreh Unspoken';
const inBrowser = 'Encrypted in your browser';
const onServer = 'Encrypted on our server:';

/** Opens the form and fills it for a name that is withheld. */
async function fill(address: string, options = {}, locale = 'en'): Promise<Page> {
  const page = await world.openPage(undefined, `/${locale}/letters/${letter}/sign`, options);
  await page.locator('input[name=appearance][value=withheld]').check();
  await page.locator('input[name=name]').fill(hidden);
  await page.locator('input[name=credit]').fill('Gaffer of secrets');
  await page.locator('select[name=country]').selectOption('IR');
  await page.locator('select[name=least]').selectOption('10');
  await page.locator('input[name=address]').fill(address);
  await page.locator('input[name=sign]').check();
  await page.locator('input[name=show]').check();
  return page;
}

const press = (page: Page) => page.locator('form#sign button[type=submit]').click();

/** Everything that a page sends from now on. */
function sentBy(page: Page): Request[] {
  const sent: Request[] = [];
  page.on('request', (request) => sent.push(request));
  return sent;
}

function expectUnspoken(sent: readonly Request[]): void {
  expect(sent.some((request) => request.method() === 'POST')).toBe(true);
  for (const request of sent) {
    const body = decodeURIComponent((request.postData() ?? '').replaceAll('+', ' '));
    const whole = `${request.url()} ${JSON.stringify(request.headers())} ${body}`;
    for (const word of ['Zohreh', 'Unspoken', 'Gaffer']) expect(whole).not.toContain(word);
    expect(new URLSearchParams(request.postData() ?? '').has('country')).toBe(false);
  }
}

/** The path of the link that was mailed to them, in one mail alone. */
async function linkOf(address: string, kind = 'signature'): Promise<string> {
  const own = () => world.mails.caught.filter(({ source }) => source.includes(address));
  await expect.poll(() => own().length, { timeout: 20_000 }).toBe(1);
  const link = new RegExp(String.raw`http://\S+/${kind}/\S+`, 'u');
  return new URL(link.exec(textOfMail(own()[0]?.source ?? ''))?.[0] ?? '').pathname;
}

async function openOwn(link: string, options = {}): Promise<Page> {
  const page = await world.openPage(undefined, link, options);
  await page.locator('form#confirm button').click();
  await page.locator('dl.facts').waitFor();
  return page;
}

/** Nine who sign by name, so that ten are shown when one more is. */
async function signByName(count: number): Promise<void> {
  const { db, letterSealer } = world.house.house.forPages;
  const form = `${world.house.origin}/en/letters/${letter}/sign`;
  const html = await (await fetch(form)).text();
  const [, text = ''] = /name="text" value="([0-9a-f]{64})"/u.exec(html) ?? [];
  for (let one = 0; one < count; one += 1) {
    const address = `named${one}@named${one}.example`;
    const body = new URLSearchParams({
      ...{ form: 'sign', text, name: `Named ${one}`, credit: '', country: '', affiliation: '' },
      ...{ address, appearance: 'named', sign: 'on', show: 'on' },
    });
    const headers = { 'Sec-Fetch-Site': 'same-origin' };
    expect((await fetch(form, { method: 'POST', headers, body, redirect: 'manual' })).status).toBe(
      303,
    );
    const code = (await linkOf(address)).split('/').at(-1) ?? '';
    await db.transaction().execute((tx) => confirmSignature(tx, letterSealer, code));
  }
}

async function keepUp(hours: number): Promise<void> {
  const { database, mailer, forPages } = world.house.house;
  await tallySignatures(database.main.db);
  const writeNotice = ({ link }: { readonly link: string }) => ({ subject: 'Notice', text: link });
  const writeExpired = () => ({ subject: 'Ended', text: 'It has ended.' });
  const means = { sealer: forPages.letterSealer, mailer, writeNotice, writeExpired };
  await keepUpWithheld(database.main.db, means, new Date(Date.now() + hours * 3_600_000), {
    isSteady: true,
  });
}

async function countersigned(...args: string[]): Promise<void> {
  const ended = await countersign(at('no-instance'), ['letter', ...args]);
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
}

test(
  'a name that a browser encrypted is never sent, and organisations open it',
  { timeout: 180_000 },
  async () => {
    const page = await fill('zohreh@hidden.example');
    const sent = sentBy(page);
    await page.getByText(inBrowser).waitFor();
    expect(await page.getByText(onServer).isVisible()).toBe(false);
    expect(await page.locator('input[name=name]').getAttribute('autocomplete')).toBe('off');
    await expectAccessible(page);
    // Something else is wrong first: the name is still there, and was not sent for that.
    await page.locator('input[name=address]').fill('nonsense');
    await press(page);
    await page.getByText('This is no e-mail address').first().waitFor();
    expect(await page.locator('input[name=name]').inputValue()).toBe(hidden);
    expect(await page.locator('select[name=least]').inputValue()).toBe('10');
    expect(await page.locator('input[name=address]').inputValue()).toBe('nonsense');
    await page.locator('.form-problems:focus').waitFor();
    await page.getByText(inBrowser).waitFor();
    await expectAccessible(page);
    await page.locator('input[name=address]').fill('zohreh@hidden.example');
    await press(page);
    await page.waitForURL(/\/signed/u);
    expectUnspoken(sent);
    expect(world.house.logged()).not.toContain('Unspoken');
    await page.goBack();
    expect(
      await page
        .locator('input[name=name]')
        .inputValue()
        .catch(() => ''),
    ).toBe('');

    const own = await openOwn(await linkOf('zohreh@hidden.example'), withoutScripts);
    await own.getByText('It reached us encrypted').waitFor();
    expect(await own.content()).not.toContain('Unspoken');

    await signByName(9);
    await keepUp(0);
    await keepUp(0);
    await keepUp(73);
    const desk = await world.openPage(world.author, `/desk/letters/${letter}/withheld`);
    const recipient = await identityToRecipient(identities[3] ?? '');
    await desk.locator('input[name=openers]').fill(recipient);
    const [download] = await Promise.all([
      desk.waitForEvent('download'),
      desk.getByRole('button', { name: 'Take the request' }).click(),
    ]);
    await download.saveAs(at('request'));
    const spoken = spokenDigest(requestDigest(new Uint8Array(readFileSync(at('request')))));
    for (const one of [0, 2]) {
      const hand = [
        '--identity',
        at(`key-${one}`),
        '--digest',
        spoken,
        '--out',
        at(`share-${one}`),
      ];
      await countersigned('share', at('request'), ...hand);
    }
    const joins = ['--identity', at('key-3'), '--out', at('opening')];
    await countersigned('open', at('request'), at('share-0'), at('share-2'), ...joins);
    await desk.reload();
    await desk.locator('input[name=file]').setInputFiles(at('opening'));
    await desk.getByRole('button', { name: 'Bring it in' }).click();
    await desk.getByText('of 1 names was opened').waitFor();
    const other = await world.openPage(world.second, `/desk/letters/${letter}/withheld`);
    await other.getByText(hidden).waitFor();
    await other.getByRole('button', { name: 'Show these names' }).click();
    await other.getByText('Nobody withholds their name').waitFor();
    const list = await world.openPage(undefined, `/en/letters/${letter}/signatures`);
    await list.getByText(hidden).first().waitFor();
    await list.getByText('Gaffer of secrets').first().waitFor();
  },
);

test('without scripts the page says that the name is encrypted on the server, and so it is', async () => {
  const page = await fill('noscript@hidden.example', withoutScripts);
  expect(await page.getByText(onServer).isVisible()).toBe(true);
  expect(await page.getByText(inBrowser).isVisible()).toBe(false);
  await press(page);
  await page.waitForURL(/\/signed/u);
  const own = await openOwn(await linkOf('noscript@hidden.example'), withoutScripts);
  await own.getByText('It was encrypted on our server').waitFor();
});

test('what is wrong with the name itself is said without sending it, in the reader’s language', async () => {
  const page = await fill('farsi@hidden.example', {}, 'fa');
  const sent = sentBy(page);
  await page.getByText('رمزشده در مرورگر شما').waitFor();
  await page.locator('input[name=name]').fill('');
  await page.locator('input[name=credit]').fill('me@spam.example');
  await page.locator('select[name=least]').selectOption('');
  await press(page);
  const problems = page.locator('.form-problems:focus');
  await problems.getByText('۳ مورد').waitFor();
  await expect
    .poll(() => problems.evaluate((box) => box.getBoundingClientRect().top))
    .toBeGreaterThanOrEqual(0);
  expect(await problems.locator('a').count()).toBe(3);
  await expectAccessible(page);
  expect(sent.filter((request) => request.method() === 'POST')).toEqual([]);
  await page.locator('input[name=name]').fill(hidden);
  await page.locator('input[name=credit]').fill('');
  await page.locator('select[name=least]').selectOption('25');
  await press(page);
  await page.waitForURL(/\/signed/u);
  expectUnspoken(sent);
});

test('a browser that cannot encrypt sends nothing until its person has chosen the server', async () => {
  const page = await fill('broken@hidden.example');
  const sent = sentBy(page);
  await page.getByText(inBrowser).waitFor();
  await page.evaluate(() => {
    crypto.getRandomValues = () => {
      throw new Error('no random numbers');
    };
  });
  await press(page);
  await page.getByText('Your browser could not encrypt your name').waitFor();
  await expectAccessible(page);
  expect(sent.filter((request) => request.method() === 'POST')).toEqual([]);
  // Enter is not that choice.
  await page.locator('input[name=address]').press('Enter');
  await page.getByText('Your browser could not encrypt your name').waitFor();
  expect(sent.filter((request) => request.method() === 'POST')).toEqual([]);
  await page.getByRole('button', { name: 'Send it, to be encrypted on our server' }).click();
  await page.waitForURL(/\/signed/u);
  const own = await openOwn(await linkOf('broken@hidden.example'), withoutScripts);
  await own.getByText('It was encrypted on our server').waitFor();
});

test('a form without an answer is sent again as the same, and is one signature', async () => {
  const page = await fill('twice@hidden.example');
  await page.getByText(inBrowser).waitFor();
  const bodies: string[] = [];
  await page.route('**/sign/**', async (route) => {
    bodies.push(route.request().postData() ?? '');
    // It arrives; its answer does not.
    await route.fetch({ maxRedirects: 0 });
    await route.abort();
  });
  await press(page);
  await page.getByText('No answer came').waitFor();
  await page.unroute('**/sign/**');
  const sent = sentBy(page);
  await press(page);
  await page.waitForURL(/\/signed/u);
  const again = sent.find((request) => request.method() === 'POST')?.postData() ?? '';
  expect(new URLSearchParams(again).get('sealed')).toBe(
    new URLSearchParams(bodies[0]).get('sealed'),
  );
  await linkOf('twice@hidden.example');
});

test('a signer who was named withholds another spelling by their own page, encrypted in the browser', async () => {
  const first = await fill('change@hidden.example');
  await first.locator('input[name=appearance][value=counted]').check();
  await press(first);
  await first.waitForURL(/\/signed/u);
  const own = await openOwn(await linkOf('change@hidden.example'));
  const sent = sentBy(own);
  await own.locator('input[name=appearance][value=withheld]').check();
  await own.locator('input[name=name]').fill(hidden);
  await own.locator('select[name=least]').selectOption('50');
  await own.getByText(inBrowser).waitFor();
  const save = own.getByRole('button', { name: 'Save the change' });
  await save.click();
  // What they signed by they need not agree to again; being shown is new.
  await own.getByText('To appear on the list').first().waitFor();
  expect(await own.locator('input[name=name]').inputValue()).toBe(hidden);
  await own.locator('input[name=show]').check();
  await save.click();
  await own.getByText('It reached us encrypted').waitFor();
  expectUnspoken(sent);
  expect(await own.content()).not.toContain('Unspoken');
  await expectAccessible(own);
});

test('who is invited withholds the name that the invitation has; then it has none', async () => {
  const { db, letterSealer } = world.house.house.forPages;
  const { actor } = world.author;
  const bytes = Buffer.from(
    `name,mail,credit\n${hidden},invited@hidden.example,Gaffer of secrets\n`,
  );
  await db.transaction().execute(async (tx) => {
    await importPeople(tx, actor, letterSealer, { letter, bytes });
    await sendInvitations(tx, actor, letterSealer, { letter });
  });
  const link = await linkOf('invited@hidden.example', 'invitation');
  const page = await world.openPage(undefined, link.replace(/^\/\w+/u, '/en'));
  await page.getByRole('button', { name: 'Open the invitation' }).click();
  await page.getByText(inBrowser).waitFor();
  const sent = sentBy(page);
  await page.locator('input[name=appearance][value=withheld]').check();
  expect(await page.locator('input[name=name]').inputValue()).toBe(hidden);
  await page.locator('select[name=least]').selectOption('100');
  await page.locator('input[name=sign]').check();
  await page.locator('input[name=show]').check();
  await expectAccessible(page);
  await press(page);
  await page.getByRole('heading', { name: 'Your signature counts' }).waitFor();
  expectUnspoken(sent);
  expect((await sql`select from letter_invitation`.execute(db)).rows).toEqual([]);
});

test('the page runs one file of ours, whose hash is published, and other pages none', async () => {
  const get = (to: string) => fetch(`${world.house.origin}${to}`);
  const answer = await get(`/en/letters/${letter}/sign`);
  const html = await answer.text();
  expect(brotliCompressSync(html).length).toBeLessThan(10_240);
  const policy = answer.headers.get('Content-Security-Policy')?.split('; ');
  expect(policy).toContain("script-src 'self'");
  const scripts = html.match(/<script[^>]*>[^<]*<\/script>/gu);
  expect(scripts).toHaveLength(1);
  const [, src = ''] = /src="([^"]+)"/u.exec(scripts?.[0] ?? '') ?? [];
  const [, integrity = ''] = /integrity="([^"]+)"/u.exec(scripts?.[0] ?? '') ?? [];
  const told = (await (await get('/.well-known/countersign.json')).json()) as object;
  expect(told).toMatchObject({
    sealScript: { address: `${world.house.origin}${src}`, integrity },
  });
  const script = await (await get(src)).arrayBuffer();
  const digest = Buffer.from(await crypto.subtle.digest('SHA-384', script)).toString('base64');
  expect(integrity).toBe(`sha384-${digest}`);
  // Whoever builds it from the same sources has the same bytes.
  expect(Buffer.from(script).equals(await makeSealScript())).toBe(true);
  const other = await get(`/en/letters/${letter}`);
  expect(other.headers.get('Content-Security-Policy')).not.toContain('script-src');
});

test('a guild that is waited for is in what was encrypted, and sent nowhere else', async () => {
  const page = await fill('editor@hidden.example');
  const sent = sentBy(page);
  await page.locator('select[name=guild]').selectOption('Guild of Editors');
  await page.getByText('Then everybody can read, in your class').waitFor();
  await press(page);
  await page.waitForURL(/\/signed/u);
  expectUnspoken(sent);
  const posted = sent.find((request) => request.method() === 'POST')?.postData() ?? '';
  expect(new URLSearchParams(posted).has('guild')).toBe(false);
  const own = await openOwn(await linkOf('editor@hidden.example'));
  await own.getByText('of \u2068Guild of Editors\u2069 alone').waitFor();
  expect(await own.locator('select[name=guild]').inputValue()).toBe('Guild of Editors');
  await expectAccessible(own);
  const { rows } = await sql<{ names: object }>`
    select rule -> 'names' as names from letter_withheld
    where rule -> 'names' ->> 'affiliation' is not null`.execute(world.house.house.forPages.db);
  expect(rows).toEqual([
    { names: { least: 10, verification: 'any', affiliation: 'Guild of Editors' } },
  ]);
});
