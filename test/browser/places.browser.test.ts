import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addSourceWithCopy, readCopiesOf } from '#evidence';
import { claimsFromSource, sourceCodes } from '#record';
import { expectAccessible, watchPage } from './assertions.ts';
import { launchChromium } from './chromium.ts';
import { openTestHouse, type SignedInPerson, type TestHouse } from './running-house.ts';

let browser: Browser;
let house: TestHouse;
let documenter: SignedInPerson;
let reviewer: SignedInPerson;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  [browser, house] = await Promise.all([launchChromium(), openTestHouse()]);
  documenter = await house.signIn({ name: 'Nasrin' });
  reviewer = await house.signIn({ name: 'Omid' });
});

afterAll(async () => {
  await browser?.close();
  await house?.stop();
});

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function openPage(person: SignedInPerson, path: string): Promise<Page> {
  const context = await browser.newContext();
  contexts.push(context);
  await context.addCookies(person.cookies);
  const page = await context.newPage();
  await page.goto(`${house.origin}${path}`);
  return page;
}

async function addFile(fileName: string, bytes: Uint8Array): Promise<string> {
  const { forPages, blobs } = house.house;
  const { id, uid } = await addSourceWithCopy(
    forPages,
    documenter.actor,
    { title: `The file ${fileName}`, material: '140523191601' },
    { kind: 'uploaded', bytes, fileName, mediaType: 'application/octet-stream' },
    { ...sourceCodes(new Map()), locale: 'en', despiteAlreadyHere: true },
  );
  await readCopiesOf(forPages.db, blobs, id);
  return uid;
}

async function picture(): Promise<Uint8Array> {
  const page = await browser.newPage({ viewport: { width: 400, height: 300 } });
  await page.setContent('<h1>Banner on a house</h1>');
  const bytes = await page.screenshot();
  await page.close();
  return bytes;
}

/** Seconds of a tone, as a WAV file (RIFF, PCM of 8 bits and 8 kHz). */
function recording(seconds: number): Uint8Array {
  const rate = 8_000;
  const samples = Uint8Array.from({ length: seconds * rate }, (_, at) =>
    Math.round(128 + 60 * Math.sin(at / 3)),
  );
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

async function show(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show it blurred and muted' }).click();
  await page.getByRole('button', { name: 'Show it clearly' }).click();
}

/** Codes a description of a new person on what is chosen, by keys. */
async function typeClaim(page: Page, value: string): Promise<void> {
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'About' }).waitFor();
  await page.keyboard.type('Nader Vahdat');
  await page.getByRole('option', { name: '+ Person: Nader Vahdat' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'What is said' }).waitFor();
  await page.keyboard.type('Descr');
  await page.getByRole('option', { name: 'Description' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Value' }).fill(value);
  await page.keyboard.press('Control+Enter');
  // By its text: while a list of choices is open, it is all that has a role.
  await page.getByText('2 claims').waitFor();
}

const passagesOf = async (uid: string) => {
  const claims = await claimsFromSource(house.house.forPages.db, documenter.actor, uid, 'en');
  return claims.map(({ property, basis, passage }) => [property, basis, passage?.region]);
};

test('a part of a picture is marked by keys, coded, and shown to the reviewer', async () => {
  const uid = await addFile('banner.png', await picture());
  const page = await openPage(documenter, `/desk/sources/${uid}`);
  const watch = watchPage(page, house.origin);
  await show(page);
  await page.getByRole('application', { name: 'Part of the picture' }).focus();
  await page.keyboard.press('ArrowUp');
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Alt+ArrowLeft');
  expect(await page.getByLabel('From the left, %').inputValue()).toBe('34.8');
  await page.getByLabel('Height, %').fill('25.5');
  await page.getByRole('application', { name: 'Part of the picture' }).focus();
  await typeClaim(page, 'A banner hangs on the house');
  const region = { page: 1, x: 0.348, y: 0.25, w: 0.32, h: 0.255 };
  expect(await passagesOf(uid)).toEqual([
    ['name', 'seen', region],
    ['description', 'seen', region],
  ]);
  const words = 'Part of the picture: 32% × 26%, 35% from the left, 25% from the top';
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: words }).first().waitFor();
  expect(await page.locator('.claim-item .thumbnail').count()).toBe(2);
  await expectAccessible(page);
  watch.expectNoConsoleErrors();
  watch.expectNoThirdPartyRequests();

  const queue = await openPage(reviewer, '/desk/review');
  const unit = queue.locator('.review-unit', { hasText: 'A banner hangs on the house' });
  await unit.getByText('Show the place').click();
  await show(queue);
  await unit.locator('img').evaluate((image: HTMLImageElement) => image.decode());
  expect(await unit.locator('.picture-box').getAttribute('width')).toBe('0.32');
  await expectAccessible(queue);
  await unit.getByRole('link', { name: words }).click();
  await show(queue);
  await queue.getByRole('heading', { name: '2 claims' }).waitFor();
  expect(await queue.locator('.picture-box-chosen').getAttribute('x')).toBe('0.348');
});

test('a part of a picture is drawn with the mouse', async () => {
  const uid = await addFile('house.png', await picture());
  const page = await openPage(documenter, `/desk/sources/${uid}`);
  await show(page);
  await page.locator('.picture img').evaluate((image: HTMLImageElement) => image.decode());
  const box = await page.locator('.picture').boundingBox();
  if (box === null) throw new Error('expected a picture');
  await page.mouse.move(box.x + box.width * 0.25, box.y + box.height * 0.5);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.75, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('form', { name: 'Code a claim' }).waitFor();
  expect(Number(await page.getByLabel('Width, %').inputValue())).toBeCloseTo(50, 0);
  // An edge of the picture ends what is typed, and says so.
  await page.getByLabel('From the left, %').fill('60');
  await page.getByText('This does not lie within the picture.').waitFor();
});

test('a stretch of a recording is marked where it plays, coded, and heard by the reviewer', async () => {
  const uid = await addFile('call.wav', recording(4));
  const page = await openPage(documenter, `/desk/sources/${uid}`);
  const watch = watchPage(page, house.origin);
  await show(page);
  const seek = (seconds: number) =>
    page.locator('audio').evaluate(async (player: HTMLAudioElement, to) => {
      player.currentTime = to;
      await new Promise((resolve) => player.addEventListener('seeked', resolve, { once: true }));
    }, seconds);
  await seek(1.25);
  await page.keyboard.press('[');
  await seek(2.5);
  await page.getByRole('button', { name: 'Ends here' }).click();
  expect(await page.getByLabel('From').inputValue()).toBe('0:01.25');
  await typeClaim(page, 'He says that he is free');
  expect(await passagesOf(uid)).toEqual([
    ['name', 'seen', { from: 1.25, to: 2.5 }],
    ['description', 'seen', { from: 1.25, to: 2.5 }],
  ]);
  await page.keyboard.press('Escape');
  await expectAccessible(page);
  watch.expectNoConsoleErrors();

  const queue = await openPage(reviewer, '/desk/review');
  const unit = queue.locator('.review-unit', { hasText: 'He says that he is free' });
  await unit.getByRole('link', { name: '0:01.25 to 0:02.5 in the recording' }).waitFor();
  await unit.getByText('Show the place').click();
  await queue.getByRole('button', { name: 'Show it blurred and muted' }).click();
  const player = unit.locator('audio');
  expect(await player.getAttribute('src')).toMatch(/#t=1\.25,2\.5$/);
  await player.evaluate(async (audio: HTMLAudioElement) => {
    if (audio.readyState > 1) return;
    await new Promise((resolve) => audio.addEventListener('loadeddata', resolve, { once: true }));
  });
  expect(await player.evaluate((audio: HTMLAudioElement) => [audio.muted, audio.duration])).toEqual(
    [true, 4],
  );
});
