import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import {
  confirmSignature,
  countRecipients,
  createLetter,
  decideUpdate,
  decideVersion,
  leaveLetter,
  listUpdates,
  listVersions,
  openSigning,
  parseSignForm,
  proposeUpdate,
  proposeVersion,
  readOwnSignature,
  receiveSignature,
  saveDraft,
  sendSlice,
  stopMails,
  stopUpdate,
  readLetter,
} from '#letters';
import { fixedClock } from '#platform/clock';
import { createMailer, type Mail, type Mailer } from '#platform/mail';
import { createSealer } from '#platform/sealing';
import { addPerson, openRecord, type RecordFixture } from '../record/fixture.ts';
import { catchInto } from './caught-mails.ts';

let house: RecordFixture;
let author: Actor;
let second: Actor;
let mailer: Mailer;
const sealer = createSealer(randomBytes(32));
const start = new Date('2131-03-01T12:00:00Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);

beforeAll(async () => {
  house = await openRecord();
  author = await addPerson(house.db, 'Camille', ['campaigner']);
  second = await addPerson(house.db, 'Yalda', ['campaigner']);
  const key = new Uint8Array(32).fill(7);
  mailer = createMailer({ db: house.db, clock: fixedClock(start), mailboxKey: key });
});
afterAll(() => house[Symbol.asyncDispose]());

type Tx = Parameters<typeof createLetter>[0];
const write = <Value>(work: (tx: Tx) => Promise<Value>) => house.db.transaction().execute(work);
const refused = (code: string) => expect.objectContaining({ code });

async function approveText(letter: string, words: string, revision: number): Promise<void> {
  const text = {
    ...{ title: 'To those who can act', addressees: [], demands: [], initiators: [] },
    blocks: [{ kind: 'paragraph' as const, runs: [{ text: words }] }],
  };
  await write(async (tx) => {
    await saveDraft(tx, author, letter, { language: 'en', text, revision });
    const change = revision === 0 ? {} : ({ change: 'demand', note: 'More' } as const);
    const version = await proposeVersion(tx, author, letter, { language: 'en', ...change });
    await decideVersion(tx, second, version, { approve: true, comment: '' });
  });
}

async function newLetter(): Promise<string> {
  const letter = await write((tx) =>
    createLetter(tx, author, { kind: 'collective', name: 'A call' }),
  );
  await approveText(letter, 'We ask for help.', 0);
  await write((tx) => openSigning(tx, author, sealer, letter));
  // Here everybody confirms at once, by a mailbox with a number.
  await sql`
    insert into letter_guard (letter_id, alike_most, hasty_most) select id, 0, 0 from letter where uid = ${letter}`.execute(
    house.db,
  );
  return letter;
}

const wordings = (['sign', 'show', 'updates'] as const).map((purpose) => ({
  ...{ purpose, language: 'en', words: `I agree to ${purpose}.` },
}));

/** Signs the newest version and confirms. @returns the link. */
async function sign(letter: string, address: string, options: SignOptions = {}): Promise<string> {
  const { consents = ['sign', 'show', 'updates'], locale = 'en', via = 'smtp' } = options;
  const [version] = await listVersions(house.db, author, letter);
  const form = parseSignForm(
    { name: `N ${address.split('@')[0]}`, address, appearance: 'named', consents },
    locale,
  );
  const mails: Mail[] = [];
  await receiveSignature(
    { db: house.db, sealer, mailer: catchInto(mails, { via }) },
    {
      ...{ letter, text: version?.hash ?? '', form, languages: ['en'], wordings },
      writeMail: (code) => ({ subject: 'Confirm', text: code }),
    },
  );
  const link = mails[0]?.text ?? '';
  await write((tx) => confirmSignature(tx, sealer, link));
  return link;
}

interface SignOptions {
  readonly consents?: readonly string[];
  readonly locale?: string;
  readonly via?: 'smtp' | 'outbox';
}

const texts = {
  en: { subject: 'News', body: 'They answered.' },
  fa: { subject: 'خبر', body: 'پاسخ دادند.' },
};
const mails = Object.fromEntries(
  Object.entries(texts).map(([language, { subject, body }]) => [
    language,
    {
      subject,
      text: `${body}\nhttps://house.example/${language}/signature/{{own}}\n`,
      unsubscribe: 'https://house.example/stop/{{stop}}',
    },
  ]),
);

const propose = (letter: string, kind: 'news' | 'version' | 'claim' = 'news') =>
  write((tx) => proposeUpdate(tx, author, letter, { kind, texts, hours: 1 }));
const decide = (letter: string, update: string, who = second, now = start) =>
  write((tx) =>
    decideUpdate(tx, who, { letter, update }, { approve: true, comment: '', mails }, now),
  );
const send = (update: string, now = start) =>
  write((tx) => sendSlice(tx, { sealer, mailer }, update, now));
async function begin(letter: string, kind: 'news' | 'version' | 'claim' = 'news') {
  const update = await propose(letter, kind);
  expect((await readLetter(house.db, second, letter))?.waits).toEqual(['update']);
  await decide(letter, update);
  expect((await readLetter(house.db, second, letter))?.waits).toEqual([]);
  return update;
}

/** Whom the outbox writes to about this letter. */
async function written(letter: string) {
  const { rows } = await sql<{ to: string; body: string; stop: string }>`
    select m.recipient as to, m.body, m.unsubscribe as stop from mail_outbox m
    join letter_signature g on g.uid = m.about join letter l on l.id = g.letter_id
    where l.uid = ${letter} order by m.id`.execute(house.db);
  return rows;
}
const stopCode = (unsubscribe: string) => unsubscribe.slice('https://house.example/stop/'.length);

test('news go to those who agreed, each mailbox once, each in their language', async () => {
  const letter = await newLetter();
  const link = await sign(letter, 'ada@example.org');
  await sign(letter, 'bita@example.org', { locale: 'fa' });
  await sign(letter, 'carl@example.org', { locale: 'fr' });
  await sign(letter, 'silent@example.org', { consents: ['sign', 'show'] });
  // Nobody has shown that this mailbox is theirs.
  await sign(letter, 'unseen@example.org', { via: 'outbox' });
  await approveText(letter, 'We ask for more.', 1);
  await sign(letter, 'ada+more@example.org');
  expect(await countRecipients(house.db, author, letter, 'news')).toBe(3);
  const update = await begin(letter);
  await send(update);
  const mailed = await written(letter);
  expect(mailed.map(({ to }) => to)).toEqual([
    ...['bita@example.org', 'carl@example.org', 'ada+more@example.org'],
  ]);
  expect(mailed[0]?.body).toContain('پاسخ دادند.');
  expect(mailed[1]?.body).toContain('They answered.');
  expect(mailed[2]?.body).not.toContain(link);
  // Nobody is left, so it is over at once, and the next mail may be proposed.
  expect(await listUpdates(house.db, author, letter)).toMatchObject([{ state: 'sent', mailed: 3 }]);
});

test('a second person decides, on these very words, once', async () => {
  const letter = await newLetter();
  await sign(letter, 'ada@example.org');
  const update = await propose(letter);
  await expect(propose(letter)).rejects.toEqual(refused('update-open'));
  await expect(decide(letter, update, author)).rejects.toEqual(refused('update-own'));
  expect(await send(update)).toBe(0);
  await decide(letter, update);
  await expect(decide(letter, update)).rejects.toEqual(refused('update-decided'));
  await expect(
    sql`update letter_update set mails = '{}' where uid = ${update}`.execute(house.db),
  ).rejects.toThrow('what was decided on');
});

test('slices are paced, and a slice that is cut off or run twice writes to nobody twice', async () => {
  const letter = await newLetter();
  const people = Array.from({ length: 45 }, (_, at) => `p${at}@example.org`);
  for (const address of people) await sign(letter, address);
  const update = await begin(letter);
  // Killed after the mails are stored and before the commit.
  await expect(
    write(async (tx) => {
      await sendSlice(tx, { sealer, mailer }, update, start);
      throw new Error('killed');
    }),
  ).rejects.toThrow('killed');
  expect(await written(letter)).toEqual([]);
  // Two workers at once, and one that comes too early.
  const sent = await Promise.all([send(update), send(update), send(update)]);
  expect(sent.toSorted((a, b) => a - b)).toEqual([0, 0, 20]);
  expect(await send(update, after(4))).toBe(0);
  // Who signs meanwhile is not written to about what was before.
  await sign(letter, 'late@example.org');
  expect(await send(update, after(5))).toBe(20);
  const ended = async () => (await listUpdates(house.db, author, letter))[0]?.state;
  expect(await ended()).toBe('sending');
  expect(await send(update, after(10))).toBe(5);
  expect(await ended()).toBe('sent');
  expect(await send(update, after(15))).toBe(0);
  const to = (await written(letter)).map((mail) => mail.to);
  expect(to.toSorted()).toEqual(people.toSorted());
});

test('stopped in mid-sending nobody else is written to', async () => {
  const letter = await newLetter();
  for (let at = 0; at < 25; at++) await sign(letter, `q${at}@example.org`);
  const update = await begin(letter);
  await send(update);
  await write((tx) => stopUpdate(tx, author, { letter, update }, after(1)));
  expect(await send(update, after(60))).toBe(0);
  expect(await written(letter)).toHaveLength(20);
  expect(await listUpdates(house.db, author, letter)).toMatchObject([
    { state: 'stopped', mailed: 20 },
  ]);
});

test('whoever left or stopped mails gets nothing, not even what waits for a mail server', async () => {
  const letter = await newLetter();
  const gone = await sign(letter, 'gone@example.org');
  const quiet = await sign(letter, 'quiet@example.org');
  await sign(letter, 'third@example.org');
  const update = await begin(letter);
  await send(update);
  const mailed = await written(letter);
  expect(mailed).toHaveLength(3);
  await write((tx) => leaveLetter(tx, sealer, gone, 'withdrawn'));
  const code = stopCode(mailed[1]?.stop ?? '');
  // What is no code does nothing: not the link of another letter's signer, nor a guess.
  for (const wrong of [
    '',
    'x',
    code.slice(0, -1),
    `${code}x`,
    gone,
    '\0',
    code.split('.')[0] ?? '',
  ]) {
    await write((tx) => stopMails(tx, sealer, wrong));
  }
  expect((await written(letter)).map(({ to }) => to)).toEqual([
    ...['quiet@example.org', 'third@example.org'],
  ]);
  await write((tx) => stopMails(tx, sealer, code));
  await write((tx) => stopMails(tx, sealer, code));
  expect((await written(letter)).map(({ to }) => to)).toEqual(['third@example.org']);
  const own = await readOwnSignature(house.db, sealer, quiet);
  expect(own).toMatchObject({ quiet: true, state: 'confirmed' });
  expect(own.consents.map(({ purpose }) => purpose)).toEqual(['sign', 'show']);
  // Not even what would go to all.
  await approveText(letter, 'We ask for more.', 1);
  expect(await countRecipients(house.db, author, letter, 'version')).toBe(1);
  // A mail that was deleted leaves nothing of them.
  const left = await sql`select from mail_outbox where recipient = 'gone@example.org'`.execute(
    house.db,
  );
  expect(left.rows).toEqual([]);
});

test('a new version is told to all who signed another, and to nobody who affirmed it', async () => {
  const letter = await newLetter();
  await sign(letter, 'ada@example.org', { consents: ['sign', 'show'] });
  await sign(letter, 'bita@example.org');
  expect(await countRecipients(house.db, author, letter, 'version')).toBe(0);
  await expect(propose(letter, 'version')).rejects.toEqual(refused('update-nobody'));
  await approveText(letter, 'We ask for more.', 1);
  await sign(letter, 'bita@example.org');
  expect(await countRecipients(house.db, author, letter, 'version')).toBe(1);
  await send(await begin(letter, 'version'));
  expect((await written(letter)).map(({ to }) => to)).toEqual(['ada@example.org']);
});

test('two a week, and no more', async () => {
  const letter = await newLetter();
  await sign(letter, 'ada@example.org');
  for (const _ of [1, 2]) {
    const update = await begin(letter);
    await send(update);
    await send(update, after(5));
  }
  const third = await propose(letter);
  await expect(decide(letter, third)).rejects.toEqual(refused('update-too-many'));
  await decide(letter, third, second, after(7 * 24 * 60 + 1));
});

test('the letter’s language must be written, and others whole', async () => {
  const letter = await newLetter();
  await sign(letter, 'ada@example.org');
  const whole = { subject: 'News', body: 'Words' };
  const tried = (words: Record<string, { subject: string; body: string }>) =>
    write((tx) => proposeUpdate(tx, author, letter, { kind: 'news', texts: words, hours: 1 }));
  await expect(tried({ fa: whole })).rejects.toMatchObject({
    problems: [{ code: 'update-words', field: 'subject-en', params: { language: 'en' } }],
  });
  await expect(tried({ en: whole, fr: { subject: 'S', body: '' } })).rejects.toMatchObject({
    problems: [{ code: 'update-words', field: 'body-fr' }],
  });
  await expect(tried({ en: { subject: 'a\u0000', body: 'b' } })).rejects.toEqual(
    refused('bad-characters'),
  );
  await tried({ en: whole, fr: { subject: '', body: ' ' } });
  expect(Object.keys((await listUpdates(house.db, author, letter))[0]?.texts ?? {})).toEqual([
    'en',
  ]);
});
