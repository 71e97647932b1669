import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import {
  changeSignature,
  confirmSignature,
  createLetter,
  decideVersion,
  hideNames,
  leaveLetter,
  listVersions,
  openSigning,
  parseSignForm,
  proposeVersion,
  readOwnSignature,
  receiveSignature,
  replayForgotten,
  saveDraft,
  stopSigning,
  tallySignatures,
  type ReceivedForm,
} from '#letters';
import { createSealer } from '#platform/sealing';
import type { Mail } from '#platform/mail';
import { addPerson, openRecord, type RecordFixture } from '../record/fixture.ts';
import { catchInto } from './caught-mails.ts';
import { publishDraft } from './public-letter.ts';

let house: RecordFixture;
let author: Actor;
let second: Actor;
const sealer = createSealer(randomBytes(32));
const mails: Mail[] = [];

beforeAll(async () => {
  house = await openRecord();
  author = await addPerson(house.db, 'Camille', ['campaigner']);
  second = await addPerson(house.db, 'Yalda', ['campaigner']);
});
afterAll(() => house[Symbol.asyncDispose]());

const write = <Value>(work: (tx: Parameters<typeof createLetter>[0]) => Promise<Value>) =>
  house.db.transaction().execute(work);
const refused = (code: string) => expect.objectContaining({ code });

const outbox = catchInto(mails, { via: 'outbox' });
const desk = (mailer = catchInto(mails)) => ({
  db: house.db,
  sealer,
  mailer,
});

interface TestLetter {
  readonly uid: string;
  readonly text: string;
}

async function openLetter(): Promise<TestLetter> {
  const uid = await write(async (tx) => {
    const letter = await createLetter(tx, author, { kind: 'collective', name: 'A call' });
    const text = {
      ...{ title: 'To those who can act', addressees: [], demands: [], initiators: [] },
      blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for help.' }] }],
    };
    await saveDraft(tx, author, letter, { language: 'en', text, revision: 0 });
    const version = await proposeVersion(tx, author, letter, { language: 'en' });
    await decideVersion(tx, second, version, { approve: true, comment: '' });
    await publishDraft(tx, author, second, letter);
    await openSigning(tx, author, sealer, letter);
    return letter;
  });
  const [version] = await listVersions(house.db, author, uid);
  return { uid, text: version?.hash ?? '' };
}

const wordings = (['sign', 'show', 'updates'] as const).map((purpose) => ({
  purpose,
  language: 'en',
  words: `I agree to ${purpose}.`,
}));

const typed = {
  ...{ name: 'Ada Example', credit: 'Editor', country: 'FR', affiliation: 'A guild' },
  address: 'ada@example.org',
  appearance: 'named',
  consents: ['sign', 'show'],
};

function received(letter: TestLetter, changes: object = {}): ReceivedForm {
  return {
    letter: letter.uid,
    text: letter.text,
    form: parseSignForm({ ...typed, ...changes }, 'en'),
    languages: ['en', 'fr'],
    wordings,
    writeMail: (link) => ({ subject: 'Please confirm', text: `Link: ${link}` }),
  };
}

/** Signs, and gives the link that was mailed. */
async function sign(letter: TestLetter, changes: object = {}): Promise<string> {
  mails.length = 0;
  await receiveSignature(desk(), received(letter, changes));
  expect(mails).toHaveLength(1);
  return mails[0]?.text.slice('Link: '.length) ?? '';
}

const confirm = (link: string) => write((tx) => confirmSignature(tx, sealer, link));

async function rows(letter: TestLetter) {
  return house.db
    .selectFrom('letter_signature as g')
    .innerJoin('letter as l', 'l.id', 'g.letter_id')
    .select([
      'g.id',
      'g.uid',
      'g.state',
      'g.verification',
      'g.affirms',
      'g.appearance',
      'g.entry',
      'g.person',
    ])
    .where('l.uid', '=', letter.uid)
    .orderBy('g.id')
    .execute();
}

async function tally(letter: TestLetter): Promise<Record<string, number>> {
  await tallySignatures(house.db);
  const counted = await sql<{ appearance: string; verification: string; signed: number }>`
    select t.appearance, t.verification, t.signed from letter_tally t
    join letter l on l.id = t.letter_id where l.uid = ${letter.uid}`.execute(house.db);
  return Object.fromEntries(
    counted.rows.map((row) => [`${row.appearance} ${row.verification}`, row.signed]),
  );
}

test('a signature counts when its mailbox has confirmed it, and is in the log then', async () => {
  const letter = await openLetter();
  const link = await sign(letter);
  expect(await rows(letter)).toMatchObject([{ state: 'waiting', verification: null, entry: null }]);
  expect(await tally(letter)).toEqual({});
  expect(await confirm(link)).toBe('confirmed');
  const [row] = await rows(letter);
  expect(row).toMatchObject({ state: 'confirmed', verification: 'mailbox' });
  const entry = await house.db
    .selectFrom('log_entry')
    .select(['kind', 'fields'])
    .where('entry', '=', row?.entry ?? '')
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({
    kind: 'signature',
    fields: {
      class: {
        ...{ affirms: 'first', appearance: 'named', letter: letter.uid, verification: 'mailbox' },
        text: Buffer.from(letter.text, 'hex').toString('base64'),
      },
      languages: ['en', 'fr'],
      shown: { name: 'Ada Example', credit: 'Editor', country: 'FR', affiliation: 'A guild' },
    },
  });
  // Once more changes nothing.
  expect(await confirm(link)).toBe('confirmed');
  expect(await tally(letter)).toEqual({ 'named mailbox': 1 });
});

test('nothing of a signer can be read from the database alone', async () => {
  const letter = await openLetter();
  await confirm(await sign(letter, { appearance: 'organisers', consents: ['sign'] }));
  await confirm(
    await sign(letter, { address: 'b@example.org', appearance: 'counted', consents: ['sign'] }),
  );
  const { rows: dump } = await sql<{ all: string }>`
    select json_agg(g)::text || coalesce((select json_agg(s)::text from signature_shown s
      where s.letter_id = l.id), '') as all
    from letter_signature g join letter l on l.id = g.letter_id
    where l.uid = ${letter.uid} group by l.id`.execute(house.db);
  // Long enough not to stand in what is sealed by chance.
  for (const word of ['Ada Example', 'example.org', 'Editor', 'A guild']) {
    expect(dump[0]?.all).not.toContain(word);
  }
  const { rows: logged } = await sql<{ all: string }>`
    select coalesce(json_agg(i.fields)::text, '') as all from private_item i
    join letter_signature g on g.uid = i.about join letter l on l.id = g.letter_id
    where l.uid = ${letter.uid}`.execute(house.db);
  expect(logged[0]?.all).toContain('counted');
  expect(logged[0]?.all).not.toContain('Ada Example');
});

test('a form sent twice is kept and mailed once', async () => {
  const letter = await openLetter();
  mails.length = 0;
  await Promise.all([1, 2, 3].map(() => receiveSignature(desk(), received(letter))));
  expect(mails).toHaveLength(1);
  expect(await rows(letter)).toHaveLength(1);
});

test('who sends the same form again because no mail came is mailed the same link', async () => {
  const letter = await openLetter();
  const link = await sign(letter);
  await sql`update letter_signature set received_at = received_at - interval '11 minutes'
    where letter_id = (select id from letter where uid = ${letter.uid})`.execute(house.db);
  expect(await sign(letter)).toBe(link);
  expect(await rows(letter)).toHaveLength(1);
  const { consents } = await readOwnSignature(house.db, sealer, link);
  expect(consents).toHaveLength(2);
  // Once it is confirmed there is nothing to be mailed about.
  await confirm(link);
  await sql`update letter_signature set received_at = received_at - interval '11 minutes'
    where letter_id = (select id from letter where uid = ${letter.uid})`.execute(house.db);
  mails.length = 0;
  await receiveSignature(desk(), received(letter));
  expect(mails).toEqual([]);
});

test('who mistyped their name signs again: one mailbox is one signature', async () => {
  const letter = await openLetter();
  const first = await sign(letter, { name: 'Ada Exmaple' });
  await confirm(first);
  const [before] = await rows(letter);
  const again = await sign(letter, { address: 'ADA+letters@example.org' });
  expect(await rows(letter)).toHaveLength(2);
  await confirm(again);
  expect(await rows(letter)).toMatchObject([{ state: 'confirmed' }]);
  expect((await readOwnSignature(house.db, sealer, again)).person.name).toBe('Ada Example');
  await expect(confirm(first)).rejects.toEqual(refused('signature-link'));
  const old = await house.db
    .selectFrom('log_entry')
    .select(['fields', 'seed'])
    .where('entry', '=', before?.entry ?? '')
    .executeTakeFirstOrThrow();
  expect(old).toEqual({ fields: null, seed: null });
  expect(await tally(letter)).toEqual({ 'named mailbox': 1 });
});

test('who affirms another version has signed both, counts as one, and leaves both', async () => {
  const letter = await openLetter();
  const first = await sign(letter);
  await confirm(first);
  const otherTexts = async () => (await readOwnSignature(house.db, sealer, first)).otherTexts;
  expect(await otherTexts()).toEqual([]);
  await write(async (tx) => {
    const text = {
      ...{ title: 'To those who can act', addressees: [], demands: ['Release them.'] },
      ...{ initiators: [], blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'Help.' }] }] },
    };
    await saveDraft(tx, author, letter.uid, { language: 'en', text, revision: 1 });
    const change = { language: 'en', change: 'demand', note: 'We ask for more' } as const;
    const version = await proposeVersion(tx, author, letter.uid, change);
    await decideVersion(tx, second, version, { approve: true, comment: '' });
  });
  const [version] = await listVersions(house.db, author, letter.uid);
  const next = { uid: letter.uid, text: version?.hash ?? '' };
  const link = await sign(next);
  expect(await otherTexts()).toEqual([]);
  await confirm(link);
  expect(await otherTexts()).toEqual([Buffer.from(next.text, 'hex').toString('base64')]);
  expect(await rows(letter)).toMatchObject([{ affirms: 'first' }, { affirms: 'again' }]);
  const shown = await sql`select from signature_shown s join letter l on l.id = s.letter_id
    where l.uid = ${letter.uid}`.execute(house.db);
  expect(shown.rows).toHaveLength(1);
  // Once more for the same version takes its place, and is still not the first.
  const again = await sign(next, { name: 'Ada B. Example' });
  await confirm(again);
  expect(await rows(letter)).toMatchObject([{ affirms: 'first' }, { affirms: 'again' }]);
  await write((tx) => leaveLetter(tx, sealer, again, 'withdrawn'));
  expect(await rows(letter)).toEqual([]);
});

test('of two links of one mailbox opened at once one remains', async () => {
  const letter = await openLetter();
  const links = [await sign(letter, { name: 'One' }), await sign(letter, { name: 'Two' })];
  const outcomes = await Promise.allSettled(links.map(confirm));
  expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await rows(letter)).toMatchObject([{ state: 'confirmed' }]);
});

test('what came from the operator’s outbox is held, and counts as no mailbox', async () => {
  const letter = await openLetter();
  mails.length = 0;
  await receiveSignature(desk(outbox), received(letter));
  const link = mails[0]?.text.slice('Link: '.length) ?? '';
  expect(await confirm(link)).toBe('held');
  expect(await rows(letter)).toMatchObject([{ state: 'held', verification: null, entry: null }]);
  expect(await tally(letter)).toEqual({});
});

test('a mailbox that was sent too much is answered like any other', async () => {
  const letter = await openLetter();
  mails.length = 0;
  const full = new Set(['ada@example.org']);
  await receiveSignature(desk(catchInto(mails, { full })), received(letter));
  expect(await rows(letter)).toEqual([]);
  expect(mails).toEqual([]);
});

test('whoever leaves is erased, and remains as a number', async () => {
  const letter = await openLetter();
  const link = await sign(letter);
  await confirm(link);
  const [{ entry, id } = expect.fail()] = await rows(letter);
  await tally(letter);
  await write((tx) => leaveLetter(tx, sealer, link, 'withdrawn'));
  expect(await rows(letter)).toEqual([]);
  const left = await sql<{ how: string; signed: number }>`
    select how, signed from letter_left f join letter l on l.id = f.letter_id
    where l.uid = ${letter.uid}`.execute(house.db);
  expect(left.rows).toEqual([{ how: 'withdrawn', signed: 1 }]);
  const shown = await sql`select from signature_shown where signature_id = ${id}`.execute(house.db);
  expect(shown.rows).toEqual([]);
  const logged = await sql<{ fields: unknown }>`
    select fields from log_entry where entry = ${entry}`.execute(house.db);
  expect(logged.rows).toEqual([{ fields: null }]);
  expect(await tally(letter)).toEqual({});
  await expect(readOwnSignature(house.db, sealer, link)).rejects.toEqual(refused('signature-link'));
});

test('a backup from before brings nobody back who has left since', async () => {
  const letter = await openLetter();
  const link = await sign(letter);
  await confirm(link);
  const [kept] = await rows(letter);
  const { rows: backup } = await sql<{ row: string }>`
    select to_json(g)::text as row from letter_signature g where id = ${kept?.id}`.execute(
    house.db,
  );
  await write((tx) => leaveLetter(tx, sealer, link, 'withdrawn'));
  await sql`insert into letter_signature overriding system value
    select * from json_populate_record(null::letter_signature, ${backup[0]?.row}::json)`.execute(
    house.db,
  );
  expect(await rows(letter)).toHaveLength(1);
  await write(replayForgotten);
  expect(await rows(letter)).toEqual([]);
});

test('a name that was never confirmed leaves no number unless it was somebody else’s doing', async () => {
  const letter = await openLetter();
  const [one, other] = [await sign(letter), await sign(letter, { address: 'b@example.org' })];
  await write((tx) => leaveLetter(tx, sealer, one, 'withdrawn'));
  await write((tx) => leaveLetter(tx, sealer, other, 'disowned'));
  const left = await sql<{ how: string }>`
    select how from letter_left f join letter l on l.id = f.letter_id
    where l.uid = ${letter.uid}`.execute(house.db);
  expect(left.rows).toEqual([{ how: 'disowned' }]);
});

test('a signer changes name and way of appearing by their link', async () => {
  const letter = await openLetter();
  const link = await sign(letter);
  await confirm(link);
  const [before] = await rows(letter);
  await write((tx) =>
    changeSignature(tx, sealer, link, {
      typed: { ...typed, appearance: 'described', consents: ['sign', 'show', 'updates'] },
      wordings,
    }),
  );
  const own = await readOwnSignature(house.db, sealer, link);
  expect(own).toMatchObject({ appearance: 'described', state: 'confirmed' });
  // Nothing is kept that this way of appearing does not need.
  expect(own.person).toMatchObject({ name: '', affiliation: '', credit: 'Editor' });
  expect(own.consents.map(({ purpose }) => purpose)).toEqual(['sign', 'show', 'updates']);
  const shown = await sql<{ name: string; credit: string }>`
    select s.name, s.credit from signature_shown s join letter l on l.id = s.letter_id
    where l.uid = ${letter.uid}`.execute(house.db);
  expect(shown.rows).toEqual([{ name: '', credit: 'Editor' }]);
  const old = await sql<{ fields: unknown }>`
    select fields from log_entry where entry = ${before?.entry ?? ''}`.execute(house.db);
  expect(old.rows).toEqual([{ fields: null }]);
  expect(await tally(letter)).toEqual({ 'described mailbox': 1 });
});

test('who corrects a name is not asked again what they agreed to in the same words', async () => {
  const letter = await openLetter();
  const link = await sign(letter, { consents: ['sign', 'show'] });
  const change = (more: object, words = wordings) =>
    write((tx) =>
      changeSignature(tx, sealer, link, { typed: { ...typed, ...more }, wordings: words }),
    );
  // Before the mailbox has confirmed, somebody else may have ticked the boxes.
  await expect(change({ consents: [] })).rejects.toMatchObject({ code: 'sign-consent' });
  await confirm(link);
  const before = await readOwnSignature(house.db, sealer, link);
  await change({ name: 'Ada B. Example', consents: [] });
  const after = await readOwnSignature(house.db, sealer, link);
  expect(after.person.name).toBe('Ada B. Example');
  expect(after.consents).toEqual(before.consents);
  const inOtherWords = wordings.map((one) => ({ ...one, words: `${one.words} Truly.` }));
  await expect(change({ consents: [] }, inOtherWords)).rejects.toMatchObject({
    problems: [{ code: 'sign-consent' }, { code: 'show-consent' }],
  });
  // To be shown was agreed to by name.
  await expect(change({ appearance: 'described', consents: [] })).rejects.toMatchObject({
    problems: [{ code: 'show-consent' }],
  });
  await change({ appearance: 'counted', consents: [] });
  const counted = await readOwnSignature(house.db, sealer, link);
  expect(counted.consents.map(({ purpose }) => purpose)).toEqual(['sign']);
});

test('the words that were agreed to are kept, and only those', async () => {
  const letter = await openLetter();
  const link = await sign(letter, { consents: ['sign', 'show'] });
  const { consents } = await readOwnSignature(house.db, sealer, link);
  expect(consents.map(({ words }) => words)).toEqual(['I agree to sign.', 'I agree to show.']);
});

test('a letter that is paused or closed takes no signature, and confirms those it has', async () => {
  const letter = await openLetter();
  const link = await sign(letter);
  const stop = (state: 'paused' | 'closed') =>
    write((tx) => stopSigning(tx, author, letter.uid, { state, message: 'Back on Monday.' }));
  await stop('paused');
  await expect(receiveSignature(desk(), received(letter))).rejects.toMatchObject({
    code: 'sign-paused',
    problems: [{ params: { message: 'Back on Monday.' } }],
  });
  expect(await confirm(link)).toBe('confirmed');
  await stop('closed');
  await expect(receiveSignature(desk(), received(letter))).rejects.toEqual(refused('sign-closed'));
  await write((tx) => openSigning(tx, author, sealer, letter.uid));
  await sign(letter, { address: 'c@example.org' });
  await write((tx) => hideNames(tx, author, letter.uid, true));
});

test('another text, or another letter’s, cannot be signed', async () => {
  const [letter, other] = [await openLetter(), await openLetter()];
  for (const text of ['', '00'.repeat(32), other.text]) {
    await expect(receiveSignature(desk(), received({ ...letter, text }))).rejects.toEqual(
      refused('sign-letter-unknown'),
    );
  }
});

test.each([
  ['sign-name', { name: ' \u200b ' }],
  ['sign-address', { address: 'nobody' }],
  ['sign-appearance', { appearance: 'loud' }],
  ['sign-country', { country: 'XX' }],
  ['sign-consent', { consents: ['show'] }],
  ['show-consent', { consents: ['sign'] }],
  ['sign-line-refused', { name: 'Visit https://example.org' }],
  ['sign-line-refused', { credit: 'mail me@example.org' }],
  ['sign-too-long', { affiliation: 'x'.repeat(201) }],
])('%s', (code, changes) => {
  expect(() => parseSignForm({ ...typed, ...changes }, 'en')).toThrow(refused(code));
});
