import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Hono } from 'hono';
import { verifyDossier } from '@countersign/dossier';
import { node } from '@countersign/proof/node';
import {
  chooseQuote,
  clearQuote,
  hideNames,
  leaveLetter,
  listQuotes,
  tallySignatures,
} from '#letters';
import { asReader, openDatabase, type Database } from '#platform/database';
import { createPageMaker } from '#publish';
import { readDossierWords } from '../../src/dossier-words.ts';
import { readPressWords } from '../../src/press-words.ts';
import { secure } from '../../src/web/http/headers.ts';
import { embedSizeOf } from '../../src/web/letters/embed-code.ts';
import { embedRoutes } from '../../src/web/letters/embed-routes.ts';
import { pressRoutes } from '../../src/web/letters/press-routes.ts';
import { unzipped } from './unzipped.ts';
import { changeDemand, translateLetter } from './translated-letter.ts';
import { openLetterWorld, type LetterWorld } from './signed-letter.ts';

let world: LetterWorld;
let reader: Database;
let letter: string;
let link: string;
let app: Hono;
let forget = () => {};

const words = readPressWords();
const page = createPageMaker(node, readDossierWords());
const publicUrl = 'https://record.example';
const maker = () => ({
  ...{ publicUrl, page, publisher: 'A record' },
  ...{ demonstration: false, singleReviewer: false },
});

beforeAll(async () => {
  world = await openLetterWorld();
  reader = openDatabase(asReader(world.log.options), () => {});
});
afterAll(async () => {
  await reader?.close();
  await world?.close();
});

beforeEach(async () => {
  const opened = await world.openLetter();
  letter = opened.letter;
  link = await world.sign(opened, 'zoe@example.org', 'named');
  await world.sign(opened, 'hidden@example.org', 'counted');
  await tallySignatures(world.db);
  await world.publish();
  app = new Hono();
  app.use(secure(true));
  const deps = { readerDb: reader.db, words };
  app.route('/', embedRoutes({ ...deps, publicUrl, publisher: () => 'A record', keepMs: 0 }));
  app.route(
    '/',
    pressRoutes({
      ...{ ...deps, files: world.log.files, maker, now: () => new Date('2026-02-03T04:05:06Z') },
      onChange: (one) => {
        forget = one;
      },
    }),
  );
});

async function kit(): Promise<ReadonlyMap<string, Uint8Array>> {
  const answer = await app.request(`/letters/${letter}/press-kit.zip`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  return unzipped(new Uint8Array(await answer.arrayBuffer()));
}
const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test('a kit has all that is said of it, and its dossier is proven', async () => {
  const found = await kit();
  expect([...found.keys()].toSorted()).toEqual([
    'README.en.txt',
    'cards/card.en.png',
    'cards/card.fa.png',
    'cards/card.fr.png',
    'counts.json',
    'dossier.zip',
    'letter.en.html',
    'letter.en.pdf',
    'letter.en.txt',
    'signatures.csv',
  ]);
  const readme = textOf(found.get('README.en.txt'));
  expect(readme).toContain('The first text.');
  for (const name of ['counts.json', 'signatures.csv', 'dossier.zip', 'countersign verify']) {
    expect(readme).toContain(name);
  }
  expect(readme).toContain('3 February 2026: 2 people');
  for (const end of ['html', 'txt']) {
    const said = textOf(found.get(`letter.en.${end}`));
    expect(said).toContain('We ask for help.');
    expect(said).toContain('Release them.');
    expect(said).toMatch(/SHA-256 [0-9a-f]{64}/u);
  }
  expect(textOf(found.get('letter.en.pdf')?.slice(0, 5))).toBe('%PDF-');
  const png = Buffer.from(found.get('cards/card.fa.png') ?? []);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
  const verdict = await verifyDossier(node, {
    bytes: found.get('dossier.zip') ?? new Uint8Array(),
  });
  expect(verdict.outcome).toBe('unidentified');
  expect(textOf(found.get('signatures.csv'))).toContain('N zoe');
  expect(JSON.parse(textOf(found.get('counts.json')))).toMatchObject({
    ...{ people: 2, again: 0, namesHidden: false, day: '2026-02-03' },
    byAppearance: { counted: 1, named: 1 },
    byVerification: { mailbox: 2 },
  });
});

const french = {
  ...{ title: 'À ceux qui peuvent agir', addressees: ['Les ministres de la culture'] },
  ...{ blocks: ['Nous demandons de l’aide.'], demands: ['Libérez-les.'] },
  initiators: ['Une école de cinéma'],
};
const persian = {
  ...{ title: 'به کسانی که می‌توانند کاری کنند', addressees: ['وزیران فرهنگ'] },
  ...{ blocks: ['ما کمک می‌خواهیم.'], demands: ['آزادشان کنید.'], initiators: ['یک مدرسهٔ سینما'] },
};

test('a kit has every version and translation that readers see, and says which', async () => {
  await translateLetter(world.db, world, letter, { language: 'fr', pieces: french });
  await changeDemand(world.db, world, letter, 'Let them work.');
  await translateLetter(world.db, world, letter, { language: 'fa', pieces: persian });
  await world.publish();
  const found = await kit();
  const texts = [...found.keys()].filter((name) => /^(?:letter|earlier)/u.test(name)).toSorted();
  expect(texts).toEqual([
    ...['earlier/version-1.en.html', 'earlier/version-1.en.txt'],
    ...['earlier/version-1.fr.html', 'earlier/version-1.fr.txt'],
    ...['letter.en.html', 'letter.en.pdf', 'letter.en.txt'],
    ...['letter.fa.html', 'letter.fa.pdf', 'letter.fa.txt'],
  ]);
  const said = (name: string) => textOf(found.get(name));
  expect(said('letter.en.txt')).toContain('Let them work.');
  expect(said('earlier/version-1.en.txt')).toContain('Release them.');
  expect(said('earlier/version-1.en.txt')).toContain('now stands at version 2');
  expect(said('earlier/version-1.fr.txt')).toContain('Libérez-les.');
  expect(said('letter.fa.html')).toContain('dir="rtl"');
  // A translation says of itself that it is one, of which text, and by whom.
  const [hash = ''] = /[0-9a-f]{64}/u.exec(said('letter.en.txt')) ?? [];
  for (const end of ['html', 'txt']) {
    for (const part of [hash, 'Tara Translator', 'Remi Reviewer']) {
      expect(said(`letter.fa.${end}`)).toContain(part);
    }
  }
  for (const locale of ['en', 'fr', 'fa']) {
    const readme = said(`README.${locale}.txt`);
    for (const part of [hash, 'letter.en.*', 'letter.fa.*', 'earlier/version-1.fr.*']) {
      expect(readme).toContain(part);
    }
    expect(readme.match(/Tara Translator/gu)).toHaveLength(2);
  }
  expect(said('README.fa.txt')).toContain(persian.title);
});

test('frames are in the reader’s language where the letter is', async () => {
  await translateLetter(world.db, world, letter, { language: 'fr', pieces: french });
  const frame = async (locale: string) =>
    (await app.request(`/${locale}/letters/${letter}/embed`)).text();
  expect(await frame('fr')).toContain('À ceux qui peuvent agir');
  expect(await frame('fa')).toContain('To those who can act');
});

test('oEmbed gives a long title the room that the page’s own code gives it', async () => {
  const title = 'À celles et ceux qui peuvent encore agir, '.repeat(6).trim();
  await translateLetter(world.db, world, letter, {
    ...{ language: 'fr', pieces: { ...french, title } },
  });
  await world.publish();
  const address = encodeURIComponent(`${publicUrl}/fr/letters/${letter}`);
  const answer = async (more = '') =>
    (await (await app.request(`/oembed?url=${address}${more}`)).json()) as object;
  const { height } = embedSizeOf(title);
  expect(height).toBeGreaterThan(260);
  expect(await answer()).toMatchObject({ width: 600, height });
  expect(await answer('&maxheight=300')).toMatchObject({ height: 300 });
});

test('the same state and day give the same bytes', async () => {
  const bytes = async () =>
    Buffer.from(await (await app.request(`/letters/${letter}/press-kit.zip`)).arrayBuffer());
  const first = await bytes();
  forget();
  expect(Buffer.compare(await bytes(), first)).toBe(0);
});

test('names that are hidden are gone from the kit at once, before any notice comes', async () => {
  expect((await kit()).has('signatures.csv')).toBe(true);
  await world.db.transaction().execute((tx) => hideNames(tx, world.author, letter, true));
  const found = await kit();
  expect(found.has('signatures.csv')).toBe(false);
  for (const bytes of found.values()) expect(textOf(bytes)).not.toContain('N zoe');
  expect(textOf(found.get('README.en.txt'))).toContain('hidden the names');
  await world.db.transaction().execute((tx) => hideNames(tx, world.author, letter, false));
  expect((await kit()).has('signatures.csv')).toBe(true);
});

test('whoever leaves is out of the next kit', async () => {
  await kit();
  await world.db.transaction().execute((tx) => leaveLetter(tx, world.sealer, link, 'withdrawn'));
  forget();
  const found = await kit();
  for (const bytes of found.values()) expect(textOf(bytes)).not.toContain('N zoe');
});

test('whoever leaves is quoted no more by a kit that was kept, though nobody said so', async () => {
  const { db, sealer, second } = world;
  const typed = { words: 'آنان همکاران ما هستند.', language: 'fa', isCleared: true };
  const consent = { language: 'fa', words: 'موافقم.' };
  await db.transaction().execute((tx) => clearQuote(tx, sealer, link, { ...typed, consent }));
  const [{ uid: quote } = expect.fail()] = (await listQuotes(db, second, letter)).quotes;
  await kit();
  await db
    .transaction()
    .execute((tx) => chooseQuote(tx, second, letter, { quote, isChosen: true }));
  const says = async () =>
    [...(await kit()).values()].some((bytes) => textOf(bytes).includes(typed.words));
  expect(await says()).toBe(true);
  // Whose they are is said in their language.
  expect(textOf((await kit()).get('quotes.txt'))).toContain('N zoe، Editor، فرانسه');
  await db.transaction().execute((tx) => leaveLetter(tx, sealer, link, 'withdrawn'));
  expect(await says()).toBe(false);
});

test('many who ask at once are one making', async () => {
  let made = 0;
  const counting = pressRoutes({
    ...{ readerDb: reader.db, words, files: world.log.files },
    maker: () => {
      made += 1;
      return maker();
    },
  });
  const answers = await Promise.all(
    Array.from({ length: 12 }, async () => counting.request(`/letters/${letter}/press-kit.zip`)),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(made).toBe(1);
});

test('the frame is for everybody, says no name, runs nothing and sets nothing', async () => {
  const answer = await app.request(`/fa/letters/${letter}/embed`);
  expect(answer.status).toBe(200);
  expect(answer.headers.has('X-Frame-Options')).toBe(false);
  expect(answer.headers.has('Set-Cookie')).toBe(false);
  const policy = answer.headers.get('Content-Security-Policy') ?? '';
  expect(policy).toContain('frame-ancestors *');
  expect(policy).not.toContain('script-src');
  const text = await answer.text();
  expect(text).toContain('dir="rtl"');
  expect(text).toContain('To those who can act');
  expect(text).toContain('۲');
  expect(text).not.toMatch(/<script|N zoe|Editor/u);
  expect(Buffer.byteLength(text)).toBeLessThan(4_096);
});

test.each(['/en/letters/00000000-0000-4000-8000-00000000dead/embed', '/en/letters/x/embed'])(
  '%s is no frame',
  async (path) => {
    const answer = await app.request(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('X-Frame-Options')).toBe('DENY');
  },
);

test('oEmbed describes the frame of an address of ours, within what is asked for', async () => {
  const address = `${publicUrl}/fr/letters/${letter}`;
  const ask = (url: string, more = '') =>
    app.request(`/oembed?url=${encodeURIComponent(url)}${more}`);
  const answer = await ask(address, '&maxwidth=320&maxheight=9999');
  expect(answer.headers.get('X-Frame-Options')).toBe('DENY');
  expect(await answer.json()).toMatchObject({
    ...{ version: '1.0', type: 'rich', width: 320, height: 260, provider_name: 'A record' },
    html: `<iframe src="${address}/embed" title="To those who can act" width="320" height="260" sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" style="border:0"></iframe>`,
  });
  expect((await ask(address, '&format=xml')).status).toBe(501);
  for (const url of [
    `https://elsewhere.example/fr/letters/${letter}`,
    `${publicUrl}/fr/people/${letter}`,
    `${publicUrl}/xx/letters/${letter}`,
    `${publicUrl}/fr/letters/${letter}/sign`,
    'javascript:alert(1)',
    '',
  ]) {
    expect((await ask(url)).status, url).toBe(404);
  }
});

test('cards are of public letters and known languages alone', async () => {
  const answer = await app.request(`/letters/${letter}/card/fr.png`);
  expect(answer.headers.get('Content-Type')).toBe('image/png');
  for (const path of [`${letter}/card/xx.png`, `${letter}/card/fr.svg`, 'x/card/fr.png']) {
    expect((await app.request(`/letters/${path}`)).status).toBe(404);
  }
});
