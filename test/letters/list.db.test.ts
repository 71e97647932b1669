import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  changeSignature,
  chooseSignature,
  eachSignature,
  hideNames,
  listChoosable,
  listChosen,
  listSignatures,
  mostChosen,
  readOwnSignature,
  type SignatureFilter,
} from '#letters';
import { asReader, openDatabase, type Database } from '#platform/database';
import { createTestDatabase, type TestDatabase } from '../database/index.ts';
import { listFileRoutes } from '../../src/web/letters/list-files.ts';
import { addPerson } from '../record/fixture.ts';
import { publishDraft } from './public-letter.ts';
import { openSigningWorld, type SigningLetter, type SigningWorld } from './signing-world.ts';

let created: TestDatabase;
let house: Database;
let reader: Database;
let world: SigningWorld;
let letter: SigningLetter;
const links = new Map<string, string>();
const all: SignatureFilter = {
  ...{ q: '', credit: '', affiliation: '', country: '', version: 0 },
  verification: '',
  order: 'time',
};

beforeAll(async () => {
  created = await createTestDatabase();
  house = openDatabase(created.options, () => {});
  reader = openDatabase(asReader(created.options), () => {});
  world = await openSigningWorld(house.db);
});
afterAll(async () => {
  await reader?.close();
  await house?.close();
  await created?.drop();
});

const people = [
  ['Émile Zed', 'Editor', 'FR', 'Guilde des Monteurs'],
  ['Zoe Alpha', '=SUM(A1)', 'DE', ''],
  ['پرویز یک', 'تدوینگر', 'IR', 'انجمن تدوينگران'],
  ['آرش دو', 'Sound editor', 'IR', ''],
] as const;

beforeEach(async () => {
  letter = await world.openLetter();
  for (const [at, [name, credit, country, affiliation]] of people.entries()) {
    const typed = { name, credit, country, affiliation, address: `p${at}@example.org` };
    const link = await letter.sign(typed, `192.0.2.${at}`);
    links.set(name, link);
    expect(await letter.confirm(link)).toBe('confirmed');
  }
  await letter.signs({ appearance: 'counted', address: 'c@example.org' }, '192.0.2.99');
  await world.write((tx) => publishDraft(tx, world.author, world.second, letter.uid));
});

const names = async (filter: Partial<SignatureFilter> = {}) =>
  (await listSignatures(reader.db, letter.uid, { ...all, ...filter })).rows.map((one) => one.name);
const uidOf = async (name: string) =>
  (await listChoosable(house.db, world.author, letter.uid, name))[0]?.uid ?? expect.fail();
const choose = (signature: string, isChosen = true, actor = world.author) =>
  world.write((tx) => chooseSignature(tx, actor, letter.uid, { signature, isChosen }));
const file = async (path: string) => {
  const routes = listFileRoutes({ readerDb: reader.db, publicUrl: 'https://record.example' });
  return routes.request(`/letters/${letter.uid}/${path}`);
};
const wordings = (['sign', 'show'] as const).map((purpose) => ({
  ...{ purpose, language: 'en', words: purpose },
}));
const refused = (code: string) => expect.objectContaining({ code });

test('by time the newest is first; by name each alphabet has its order', async () => {
  expect(await names()).toEqual(['آرش دو', 'پرویز یک', 'Zoe Alpha', 'Émile Zed']);
  expect(await names({ order: 'name' })).toEqual(['Émile Zed', 'Zoe Alpha', 'آرش دو', 'پرویز یک']);
  expect(await names({ order: 'persian-name' })).toEqual([
    'آرش دو',
    'پرویز یک',
    'Émile Zed',
    'Zoe Alpha',
  ]);
});

test('filters by credit, country, class and version, alone and together', async () => {
  expect(await names({ credit: 'EDITOR', order: 'name' })).toEqual(['Émile Zed', 'آرش دو']);
  expect(await names({ credit: 'zoe' })).toEqual([]);
  expect(await names({ country: 'IR', credit: 'editor' })).toEqual(['آرش دو']);
  expect(await names({ verification: 'domain' })).toEqual([]);
  expect(await names({ version: 1 })).toHaveLength(4);
  expect(await names({ version: 2 })).toEqual([]);
  expect(await names({ q: '%' })).toEqual([]);
});

test('filters by affiliation in any spelling, and by what is true of it now', async () => {
  expect(await names({ affiliation: ' guilde  des MONTEURS' })).toEqual(['Émile Zed']);
  expect(await names({ affiliation: 'تدوینگران' })).toEqual(['پرویز یک']);
  expect(await names({ affiliation: 'editor' })).toEqual([]);
  expect(await names({ affiliation: 'zed' })).toEqual([]);
  expect(await names({ affiliation: 'monteurs', country: 'IR' })).toEqual([]);
  const csv = await (await file('signatures.csv?affiliation=monteurs')).text();
  expect(csv.trim().split('\r\n')).toHaveLength(2);
  const link = links.get('Émile Zed') ?? '';
  const typed = { name: 'Émile Zed', credit: 'Editor', appearance: 'named' };
  const change = (now: object) => {
    const consents = ['sign', 'show'];
    return world.write((tx) =>
      changeSignature(tx, world.sealer, link, { typed: { ...typed, consents, ...now }, wordings }),
    );
  };
  await change({ affiliation: 'Éditeurs réunis' });
  expect(await names({ affiliation: 'monteurs' })).toEqual([]);
  expect(await names({ affiliation: 'editeurs reunis' })).toEqual(['Émile Zed']);
  await change({ affiliation: 'Éditeurs réunis', appearance: 'described' });
  expect(await names({ affiliation: 'editeurs' })).toEqual([]);
  await world.write((tx) => hideNames(tx, world.author, letter.uid, true));
  expect(await names({ affiliation: 'تدوینگران' })).toEqual([]);
});

test.each(['time', 'name', 'persian-name'] as const)(
  'by %s parts follow each other without a gap',
  async (order) => {
    const parts: string[] = [];
    for await (const part of eachSignature(reader.db, letter.uid, { ...all, order }, 1)) {
      parts.push(...part.map(({ name }) => name));
    }
    expect(parts).toEqual(await names({ order }));
    const [first] = (await listSignatures(reader.db, letter.uid, { ...all, order })).rows;
    const at = `after.${first?.id}`;
    const after = await listSignatures(reader.db, letter.uid, { ...all, order }, at);
    expect(after.rows.map(({ name }) => name)).toEqual(parts.slice(1));
    expect(after.previous).toBeDefined();
  },
);

test('no line tells the number of its signature, whose gaps would tell of others', async () => {
  const { rows } = await listSignatures(reader.db, letter.uid, all);
  expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual([
    ...['affiliation', 'chosen', 'country', 'credit', 'id', 'name', 'person', 'verification'],
    'version',
  ]);
  for (const { id } of rows) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/u);
});

test('a place that is none is the beginning', async () => {
  const gone = '00000000-0000-4000-8000-00000000dead';
  for (const at of ['after.0', 'after.x', 'before.1', `after.${gone}`, `before.${gone}`]) {
    const { rows } = await listSignatures(reader.db, letter.uid, { ...all, order: 'name' }, at);
    expect(rows).toHaveLength(4);
  }
});

test('the organisers choose first lines; a new name is not chosen, and the signer is told', async () => {
  await choose(await uidOf('zoe'));
  await choose(await uidOf('آرش'));
  const first = async () => (await listChosen(reader.db, letter.uid)).map((one) => one.name);
  expect(await first()).toEqual(['Zoe Alpha', 'آرش دو']);
  const link = links.get('Zoe Alpha') ?? '';
  const own = await readOwnSignature(house.db, world.sealer, link);
  expect(own.line).toEqual({ entity: null, chosen: true });
  const typed = { name: 'Meryl Other', appearance: 'named', consents: ['sign', 'show'] };
  await world.write((tx) => changeSignature(tx, world.sealer, link, { typed, wordings }));
  expect(await first()).toEqual(['آرش دو']);
  await choose(await uidOf('آرش'), false);
  expect(await first()).toEqual([]);
});

test('only who decides on letters chooses, only who is on the list, and not without end', async () => {
  const signature = await uidOf('zoe');
  const documenter = await addPerson(house.db, 'Delia', ['documenter']);
  await expect(choose(signature, true, documenter)).rejects.toEqual(refused('not-allowed'));
  const { rows } = await sql<{ uid: string }>`
    select uid from letter_signature where appearance = 'counted'`.execute(house.db);
  await expect(choose(rows[0]?.uid ?? '')).rejects.toEqual(refused('not-found'));
  const other = await world.openLetter();
  await expect(
    world.write((tx) =>
      chooseSignature(tx, world.author, other.uid, { signature, isChosen: true }),
    ),
  ).rejects.toEqual(refused('not-found'));
  expect(mostChosen).toBe(40);
});

test('the person’s page is linked while it is public, and only where it was said', async () => {
  const entity = '0f0f0f0f-64d5-4c4e-9a53-0f6f5f0c8f3b';
  await sql`update signature_shown set entity = ${entity} where name = 'Zoe Alpha'`.execute(
    house.db,
  );
  const person = async () =>
    (await listSignatures(reader.db, letter.uid, { ...all, q: 'zoe' })).rows[0]?.person;
  expect(await person()).toBe(null);
  await sql`insert into published.subject (subject, kind, edition, published_at)
    select ${entity}, 'person', edition, now() from published.subject where subject = ${letter.uid}`.execute(
    house.db,
  );
  expect(await person()).toBe(entity);
  expect(await (await file('signatures.csv')).text()).toContain(
    `https://record.example/en/people/${entity}`,
  );
  await sql`update published.subject set kind = 'work' where subject = ${entity}`.execute(house.db);
  expect(await person()).toBe(null);
  await sql`delete from published.subject where subject = ${entity}`.execute(house.db);
});

test('who signs after organisers said whose the page is has it on their line', async () => {
  const entity = '0f0f0f0f-64d5-4c4e-9a53-0f6f5f0c8f3c';
  const invited = { name: 'Shirin Invited', address: 'invited@example.org' };
  const link = await letter.sign(invited, '192.0.2.50');
  await sql`
    with list as (insert into letter_import (letter_id, made_by)
      select letter_id, ${world.author.accountId} from letter_signature
      where link = sha256(${Buffer.from(link)}) returning id)
    insert into letter_invitation (letter_id, import_id, mailbox, person, entity, state)
    select g.letter_id, list.id, g.mailbox, g.person, ${entity}, 'sent'
    from letter_signature g, list where g.link = sha256(${Buffer.from(link)})`.execute(house.db);
  await letter.confirm(link);
  expect((await readOwnSignature(house.db, world.sealer, link)).line?.entity).toBe(entity);
});

test('the files have what the list has, and no formula', async () => {
  const csv = await (await file('signatures.csv?order=name')).text();
  const lines = csv.trim().split('\r\n');
  expect(lines[0]).toBe('name,credit,affiliation,country,verification,version,person,chosen');
  expect(lines).toHaveLength(5);
  expect(lines[2]).toBe(`Zoe Alpha,'=SUM(A1),,DE,mailbox,1,,false`);
  const answer = await file('signatures.json?country=IR');
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  const { signatures } = (await answer.json()) as { signatures: Record<string, unknown>[] };
  expect(signatures.map((one) => one['name'])).toEqual(['آرش دو', 'پرویز یک']);
  expect(Object.keys(signatures[0] ?? {})).toEqual(lines[0]?.split(','));
  expect((await file('signatures.csv?country=AQ')).status).toBe(200);
});

test('names that are hidden are gone at once: page, first lines, files, also in the middle', async () => {
  await choose(await uidOf('zoe'));
  const parts = eachSignature(reader.db, letter.uid, all, 1);
  expect((await parts.next()).value).toHaveLength(1);
  await world.write((tx) => hideNames(tx, world.author, letter.uid, true));
  expect(await parts.next()).toEqual({ done: true, value: undefined });
  expect(await names()).toEqual([]);
  expect(await listChosen(reader.db, letter.uid)).toEqual([]);
  for (const path of ['signatures.csv', 'signatures.json']) {
    const answer = await file(path);
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toMatch(/Zoe|Zed|آرش/u);
  }
});

test('whoever does not count any more is off the list, whatever the program does', async () => {
  await sql`update letter_signature set state = 'aside' where id =
    (select signature_id from signature_shown where name = 'Zoe Alpha'
      and letter_id = (select id from letter where uid = ${letter.uid}))`.execute(house.db);
  expect(await names()).not.toContain('Zoe Alpha');
  await sql`update letter_signature set verification = 'organiser' where id =
    (select signature_id from signature_shown where name = 'Émile Zed'
      and letter_id = (select id from letter where uid = ${letter.uid}))`.execute(house.db);
  expect(await names({ verification: 'organiser' })).toEqual(['Émile Zed']);
});

test('many take the list: places are bounded, and free again when one has been read', async () => {
  const routes = listFileRoutes({ readerDb: reader.db, publicUrl: 'https://record.example' });
  const ask = async () => routes.request(`/letters/${letter.uid}/signatures.csv`);
  const held = await Promise.all([ask(), ask(), ask(), ask()]);
  const others = Array.from({ length: 33 }, ask);
  // One more than may wait: it alone is answered, and told to come back.
  expect((await Promise.race(others)).status).toBe(503);
  for (const one of held) await one.body?.cancel();
  const answers = await Promise.all(others.map(async (one) => (await one).text()));
  expect(answers.filter((text) => text.includes('Zoe Alpha'))).toHaveLength(32);
  expect((await ask()).status).toBe(200);
});

test('who asks for the headers alone holds no place', async () => {
  const routes = listFileRoutes({ readerDb: reader.db, publicUrl: 'https://record.example' });
  const path = `/letters/${letter.uid}/signatures.csv`;
  for (let asked = 0; asked < 40; asked += 1) {
    const { status, headers } = await routes.request(path, { method: 'HEAD' });
    expect([status, headers.get('Content-Type')]).toEqual([200, 'text/csv; charset=utf-8']);
  }
  expect(await (await routes.request(path)).text()).toContain('Zoe Alpha');
});

test('a letter that is not public, or is none, has no list', async () => {
  const other = await world.openLetter();
  const routes = listFileRoutes({ readerDb: reader.db, publicUrl: 'https://record.example' });
  for (const uid of [other.uid, '00000000-0000-4000-8000-00000000dead', 'x']) {
    expect((await routes.request(`/letters/${uid}/signatures.json`)).status).toBe(404);
  }
});
