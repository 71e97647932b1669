import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Hono } from 'hono';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { node } from '@countersign/proof/node';
import { hideNames, listSignatures, readSigning, tallySignatures } from '#letters';
import { asReader, openDatabase, type Database } from '#platform/database';
import { createPageMaker, firstText, publicSubject, readEdition } from '#publish';
import { readDossierWords } from '../../src/dossier-words.ts';
import { openTestLog, type TestLog } from '../../src/log/log.fixture.ts';
import { publishNewest } from '../../src/log/publish-checkpoint.ts';
import { readPressWords } from '../../src/press-words.ts';
import { embedRoutes } from '../../src/web/letters/embed-routes.ts';
import { listFileRoutes } from '../../src/web/letters/list-files.ts';
import { parseListFilter } from '../../src/web/letters/parse-list-filter.ts';
import { pressRoutes } from '../../src/web/letters/press-routes.ts';
import { letterSharing } from '../../src/web/public/letters/sharing-facts.ts';
import { publishDraft } from './public-letter.ts';
import { openSigningWorld, type SigningLetter, type SigningWorld } from './signing-world.ts';
import { unzipped } from './unzipped.ts';

let log: TestLog;
let reader: Database;
let world: SigningWorld;
let letter: SigningLetter;
let recipients: string[];

const publicUrl = 'https://record.example';
const words = readPressWords();
const page = createPageMaker(node, readDossierWords());

beforeAll(async () => {
  log = await openTestLog();
  await log.db.insertInto('log_key').values({ verifier_key: log.signer.verifierKey }).execute();
  reader = openDatabase(asReader(log.options), () => {});
  world = await openSigningWorld(log.db);
  recipients = await Promise.all(
    Array.from({ length: 3 }, async () => identityToRecipient(await generateX25519Identity())),
  );
});
afterAll(async () => {
  await reader?.close();
  await log?.close();
});

beforeEach(async () => {
  letter = await world.openLetter({
    need: 2,
    organisations: recipients.map((one, at) => `Organisation ${at} = ${one}`).join('\n'),
    until: new Date(Date.now() + 8_640_000_000).toISOString().slice(0, 10),
  });
  for (const [at, name] of ['Ada Example', 'Björn Example'].entries()) {
    await letter.signs({ name, address: `${at}@example.org`, country: 'FR' }, `192.0.2.${at}`);
  }
  await world.write((tx) => publishDraft(tx, world.author, world.second, letter.uid));
});

/** What an interrogator would ask of the list, alone and together. */
const queries = [
  ...['', 'q=zohreh', 'q=falconer', 'credit=falconer', 'credit=fa', 'country=IS', 'country=FR'],
  ...['verification=mailbox', 'verification=organiser', 'version=1', 'order=name'],
  ...['credit=falconer&country=IS', 'credit=falconer&country=IS&verification=mailbox&version=1'],
];

/** All that leaves the house of who signed, by where it is found. */
async function outputs(): Promise<Map<string, string>> {
  await tallySignatures(log.db);
  await log.drain();
  await publishNewest(log.db);
  const maker = () => ({
    ...{ publicUrl, page, publisher: 'R', demonstration: false, singleReviewer: false },
  });
  const app = new Hono();
  const deps = { readerDb: reader.db, words };
  app.route('/', listFileRoutes({ readerDb: reader.db, publicUrl }));
  app.route('/', embedRoutes({ ...deps, publicUrl, publisher: () => 'R', keepMs: 0 }));
  app.route('/', pressRoutes({ ...deps, files: log.files, maker }));
  const get = async (path: string) => (await app.request(path)).text();
  const found = new Map<string, string>();
  for (const query of queries) {
    const filter = parseListFilter(new URLSearchParams(query));
    const list = await listSignatures(reader.db, letter.uid, filter);
    found.set(`list ${query}`, JSON.stringify(list));
    for (const end of ['csv', 'json']) {
      found.set(`${end} ${query}`, await get(`/letters/${letter.uid}/signatures.${end}?${query}`));
    }
  }
  const address = `/fa/letters/${letter.uid}`;
  found.set('frame', await get(`${address}/embed`));
  found.set('oembed', await get(`/oembed?url=${encodeURIComponent(publicUrl + address)}`));
  found.set('data', await sharing());
  const kit = await app.request(`/letters/${letter.uid}/press-kit.zip`);
  const members = await unzipped(new Uint8Array(await kit.arrayBuffer()));
  const dossier = await unzipped(members.get('dossier.zip') ?? expect.fail());
  for (const [name, bytes] of [...members, ...dossier]) {
    found.set(
      `kit ${name}`,
      new TextDecoder('latin1').decode(bytes) + Buffer.from(bytes).toString(),
    );
  }
  return found;
}

async function sharing(): Promise<string> {
  const subject = await publicSubject(reader.db, letter.uid);
  if (subject?.state !== 'current') expect.fail();
  const reading = readEdition(subject.edition, 'en').letter ?? expect.fail();
  const shared = letterSharing(reading, firstText(reading, 'en'), {
    ...{ uid: letter.uid, locale: 'en', publishedAt: subject.publishedAt },
    site: { name: 'R', publicUrl, demonstration: false, singleReviewer: false } as never,
    signing: await readSigning(reader.db, letter.uid),
  });
  return JSON.stringify(shared);
}

test('whoever is not named on the list is in nothing that leaves the house, by no filter', async () => {
  const before = await outputs();
  expect(before.get('csv country=FR')).toContain('Björn Example');
  expect(before.get('kit signatures.csv')).toContain('Ada Example');
  const more = { name: 'Zohreh Hidden', credit: 'Falconer', country: 'IS' };
  for (const appearance of ['described', 'organisers', 'counted', 'withheld']) {
    const typed = { ...more, appearance, address: `${appearance}@example.net`, least: '10' };
    expect(await letter.signs(typed, '198.51.100.1')).toBe('confirmed');
  }
  await letter.sign({ ...more, address: 'waiting@example.net' }, '198.51.100.2');
  await letter.signs({ ...more, address: 'aside@example.net' }, '198.51.100.3');
  await sql`update letter_signature set state = 'aside', verification = null
    where appearance = 'named' and state = 'confirmed'
      and id = (select max(id) from letter_signature)`.execute(log.db);
  const after = await outputs();
  expect(after.get('frame')).toContain('۶');
  for (const [where, text] of after) {
    expect(text, where).not.toMatch(/Zohreh|Falconer|zohreh|falconer|example\.net/u);
    if (/^(?:list|csv|json) /u.test(where)) expect(text, where).toBe(before.get(where));
  }
  // Of small classes the kit tells totals of each alone.
  const counts = after.get('kit counts.json') ?? '';
  expect(counts).toContain('"byAppearance"');
  expect(counts).not.toMatch(/country|credit|"IS"/u);
});

test('names that the organisers hide are in nothing that leaves the house', async () => {
  await world.write((tx) => hideNames(tx, world.author, letter.uid, true));
  for (const [where, text] of await outputs()) expect(text, where).not.toMatch(/Example/u);
});
