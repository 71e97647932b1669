import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import { sealedNameJson, sealTyped, type LetterPanel } from '#letters/seal';
import {
  confirmPanel,
  drainRecord,
  listVersions,
  openSigning,
  parseSignForm,
  receiveSignature,
  resealLetterSecrets,
  setPanel,
  spoolForm,
  spoolRecipient,
  startSpool,
  stopSigning,
  type SpoolDrain,
  type SpooledForm,
} from '#letters';
import { systemClock } from '#platform/clock';
import { createLog } from '#platform/logging';
import { createMailer } from '#platform/mail';
import { createRingSealer, ringOf } from '#platform/sealing';
import { openSpool, type Spool } from '#platform/spool';
import { sameForm, writeSpooled } from '../../src/letters/spool/spooled-form.ts';
import { spoolIdentity } from '../../src/letters/spool/spool-key.ts';
import { takingIn } from '../../src/signature-spool.ts';
import { addPerson, openRecord, type RecordFixture } from '../record/fixture.ts';
import { publishLetter } from './public-letter.ts';
import { catchInto } from './caught-mails.ts';

let house: RecordFixture;
let home: string;
let author: Actor;
let second: Actor;
const [older, newer] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];
const sealer = createRingSealer(ringOf(older));

beforeAll(async () => {
  house = await openRecord();
  home = await mkdtemp(join(tmpdir(), 'countersign-drain-'));
  author = await addPerson(house.db, 'Camille', ['campaigner']);
  second = await addPerson(house.db, 'Yalda', ['campaigner']);
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

let letter: string;
let text: string;
let spool: Spool;
let drain: SpoolDrain;

beforeEach(async () => {
  const { db } = house;
  letter = await publishLetter(db, author, second);
  await db.transaction().execute((tx) => openSigning(tx, author, sealer, letter));
  const [version] = await listVersions(db, author, letter);
  text = version?.hash ?? '';
  const mailer = createMailer({ db, clock: systemClock, mailboxKey: randomBytes(32) });
  const recipient = await spoolRecipient(db, sealer);
  spool = await openSpool({ folder: await mkdtemp(join(home, 'spool-')), recipient });
  const publicUrl = new URL('https://house.example');
  const parts = { sealer, mailer, publicUrl, instanceName: () => 'A house' };
  drain = { db, mailer, spool, ...takingIn(parts, db) };
});

const hourAgo = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;

function form(more: Partial<SpooledForm> = {}): SpooledForm {
  const typed = {
    ...{ name: 'Ada Example', credit: 'Editor', country: 'FR', affiliation: '' },
    ...{ address: 'ada@example.org', appearance: 'named', consents: ['sign', 'show'] },
  };
  const wordings = (['sign', 'show'] as const).map((purpose) => ({
    ...{ purpose, language: 'fr', words: `J’accepte : ${purpose}.` },
  }));
  const around = { letter, text, translation: '', network: '192.0.2', atMs: hourAgo, wordings };
  return { ...spoolForm(parseSignForm(typed, 'fr'), around), ...more };
}

const keep = (one: SpooledForm) => spool.add(writeSpooled(one), sameForm(one));

async function drainAll(with_: SpoolDrain = drain): Promise<string[]> {
  const identity = await spoolIdentity(house.db, sealer);
  const done: string[] = [];
  for (const name of with_.spool.names()) done.push(await drainRecord(with_, name, identity));
  return done;
}

async function signatures() {
  const { rows } = await sql<{
    state: string;
    signedMs: number;
    agreedMs: number;
    network: string;
  }>`
    select g.state, (extract(epoch from s.received_at) * 1000)::float8 as "signedMs", s.network,
      (select max((extract(epoch from c.given_at) * 1000)::float8) from signature_consent c
        where c.signature_id = g.id) as "agreedMs"
    from letter_signature g join letter l on l.id = g.letter_id
    join signature_signal s on s.signature_id = g.id
    where l.uid = ${letter} order by g.id`.execute(house.db);
  return rows;
}

async function mails() {
  const { rows } = await sql<{ kind: string; subject: string; body: string }>`
    select kind, subject, body from mail_outbox where body like ${`%${mark()}%`}
      or kind = 'letter.unreceived' order by id`.execute(house.db);
  return rows;
}
const mark = () => '/fr/signature/';
const forgetMails = () => sql`delete from mail_outbox`.execute(house.db);
beforeEach(async () => void (await forgetMails()));

const notes = async () => (await sql`select from letter_spooled`.execute(house.db)).rows.length;

test('a form that waited is a signature that waits for its mailbox, dated when it was sent', async () => {
  await keep(form());
  expect(await drainAll()).toEqual(['signed']);
  const [first] = await signatures();
  expect(first).toMatchObject({ state: 'waiting', signedMs: hourAgo, agreedMs: hourAgo });
  expect(await mails()).toMatchObject([{ kind: 'letter.confirm' }]);
  expect([spool.waiting(), await notes()]).toEqual([0, 0]);
  // The same network as if the address had been there.
  const other = form();
  await receiveSignature(
    {
      db: house.db,
      sealer,
      mailer: catchInto([], { via: 'outbox' }),
    },
    {
      ...{ letter, text, languages: ['en'], wordings: other.wordings, from: '192.0.2.77' },
      form: parseSignForm({ ...other.typed, address: 'ben@example.org' }, 'fr'),
      writeMail: () => ({ subject: 'x', text: 'x' }),
    },
  );
  expect((await signatures()).map(({ network }) => network)).toEqual([
    first?.network,
    first?.network,
  ]);
});

/** Says who can open names of the letter, as if before anybody signed. */
async function givePanel(): Promise<LetterPanel> {
  const identities = await Promise.all([1, 2].map(() => generateX25519Identity()));
  const recipients = await Promise.all(identities.map((one) => identityToRecipient(one)));
  const organisations = recipients.map((one, at) => `Organisation ${at} = ${one}`).join('\n');
  const until = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const setState = (state: string) =>
    sql`
    update letter_signing set state = ${state},
      opens_at = case when ${state === 'planned'} then now() + interval '1 day' end
    where letter_id = (select id from letter where uid = ${letter})`.execute(house.db);
  await setState('planned');
  const panel = await house.db.transaction().execute(async (tx) => {
    await setPanel(tx, author, letter, { need: 2, organisations, until }, new Date());
    const { rows } = await sql<LetterPanel>`
      select ${letter} as letter, p.need, p.organisations, p.until::text as until, p.digest
      from letter_panel p join letter l on l.id = p.letter_id where l.uid = ${letter}`.execute(tx);
    const [row] = rows;
    await confirmPanel(tx, second, { letter, digest: row?.digest ?? '', until });
    return row ?? expect.unreachable();
  });
  await setState('open');
  return panel;
}

test('a name that a browser encrypted waits as it is, and is held to the organisations afterwards', async () => {
  const panel = await givePanel();
  const name = { name: 'Zohreh Hidden', credit: '', affiliation: '', country: '' };
  const choice = { least: 10, verification: 'any', notBefore: undefined } as const;
  const outcome = await sealTyped(name, choice, panel, '2026-01-01');
  if (!outcome.ok) expect.unreachable();
  const sealed = JSON.stringify(sealedNameJson(outcome.sealed));
  const withheld = (own: string, address: string) => {
    const one = form();
    const shown = { name: '', credit: '', country: '', affiliation: '' };
    return {
      ...one,
      typed: { ...one.typed, ...shown, address, appearance: 'withheld' as const, sealed: own },
    };
  };
  await keep(withheld(sealed, 'ada@example.org'));
  await keep(withheld(sealed.replace('"least":10', '"least":11'), 'ben@example.org'));
  expect((await drainAll()).toSorted()).toEqual(['refused', 'signed']);
  const { rows } = await sql`
    select w.encrypted_in, w.sealed from letter_withheld w join letter l on l.id = w.letter_id
    where l.uid = ${letter}`.execute(house.db);
  expect(rows).toEqual([{ encrypted_in: 'browser', sealed }]);
  expect((await mails()).map(({ kind }) => kind).toSorted()).toEqual([
    ...['letter.confirm', 'letter.unreceived'],
  ]);
});

test('the same form, kept by two processes, is one signature and one mail', async () => {
  await keep(form());
  await spool.add(writeSpooled(form({ atMs: hourAgo + 5 })), 'of another process');
  expect(await drainAll()).toEqual(['signed', 'signed']);
  expect(await signatures()).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
});

/** As if the process were killed between the commit and the end of the file. */
const killedBeforeRemoval = (): SpoolDrain => ({
  ...drain,
  spool: { ...spool, remove: () => Promise.reject(new Error('killed')) },
});

test('broken off after the commit and done again, it is one signature and one mail, however late', async () => {
  await keep(form());
  await expect(drainAll(killedBeforeRemoval())).rejects.toThrow('killed');
  await sql`update letter_signature set received_at = now() - interval '3 hours'`.execute(house.db);
  expect(spool.waiting()).toBe(1);
  expect(await drainAll()).toEqual(['signed']);
  expect(await signatures()).toHaveLength(1);
  expect(await mails()).toHaveLength(1);
  expect([spool.waiting(), await notes()]).toEqual([0, 0]);
});

test('nothing of a record is kept when the database ends in the middle of it', async () => {
  await keep(form());
  const broken: SpoolDrain = {
    ...drain,
    sign: (one, also) =>
      drain.sign(one, async (tx, id) => {
        await also(tx, id);
        throw new Error('connection lost');
      }),
  };
  await expect(drainAll(broken)).rejects.toThrow('connection lost');
  expect([await signatures(), await mails(), await notes()]).toEqual([[], [], 0]);
  expect(await drainAll()).toEqual(['signed']);
  expect(await signatures()).toHaveLength(1);
});

test('a letter that was closed meanwhile takes nothing, and its signer is told once', async () => {
  await keep(form());
  await house.db
    .transaction()
    .execute((tx) => stopSigning(tx, author, letter, { state: 'closed', message: '' }));
  await expect(drainAll(killedBeforeRemoval())).rejects.toThrow('killed');
  expect(await drainAll()).toEqual(['signed']);
  expect(await signatures()).toEqual([]);
  const [mail, ...others] = await mails();
  expect(others).toEqual([]);
  expect(mail?.subject).toContain('To those who can act');
  expect(mail?.body).toContain('Cette lettre est close.');
  expect(mail?.body).toContain('A house');
  expect(spool.waiting()).toBe(0);
});

test('of a text that never was, and of a letter nobody sees, no more is told than that', async () => {
  await keep(form({ text: 'f'.repeat(64) }));
  await keep(form({ letter: '00000000-0000-4000-8000-000000000000' }));
  expect(await drainAll()).toEqual(['refused', 'refused']);
  expect(await signatures()).toEqual([]);
  const told = await mails();
  expect(told.map(({ kind }) => kind)).toEqual(['letter.unreceived', 'letter.unreceived']);
  expect(told[1]?.body).toContain('une lettre ouverte');
  expect(told[1]?.body).toContain('n’est plus là');
});

test('what is no form is put aside', async () => {
  await spool.add(Buffer.from('{"letter":1}'), 'no form');
  expect(await drainAll()).toEqual(['aside']);
  expect(spool.waiting()).toBe(0);
});

test('one that fails for another reason does not hold up those behind it', async () => {
  await keep(form({ translation: 'poison' }));
  await keep(form());
  const sign: SpoolDrain['sign'] = (one, also) =>
    one.translation === 'poison' ? Promise.reject(new TypeError('a bug')) : drain.sign(one, also);
  const log = createLog({ level: 'silent' });
  const running = startSpool({ ...drain, sign, sealer, log, restMs: 1 });
  try {
    await expect.poll(() => spool.waiting()).toBe(1);
    await expect.poll(async () => (await signatures()).length).toBe(1);
    expect(running.isAway()).toBe(false);
    running.noteAway();
    await expect.poll(() => running.isAway()).toBe(false);
  } finally {
    await running.close();
  }
});

test('the key is one for the life of the instance, and sealed anew with the others', async () => {
  const { db } = house;
  const before = await spoolIdentity(db, sealer);
  expect(await spoolRecipient(db, sealer)).toBe(await spoolRecipient(db, sealer));
  const wider = createRingSealer(ringOf(newer, older));
  await db
    .transaction()
    .execute(async (tx) => {
      await resealLetterSecrets(tx, wider);
      expect(await spoolIdentity(tx, createRingSealer(ringOf(newer)))).toBe(before);
      throw new Error('undone');
    })
    .catch((error: unknown) => expect(error).toEqual(new Error('undone')));
});

test.each([0, -8.64e15, -Number.MAX_SAFE_INTEGER])(
  'a form of a clock that stood at %j is dated within what rules look at',
  async (atMs) => {
    await keep(form({ atMs }));
    expect(await drainAll()).toEqual(['signed']);
    const [{ signedMs, agreedMs } = expect.unreachable()] = await signatures();
    expect(signedMs).toBeGreaterThan(Date.now() - 61 * 86_400_000);
    expect(agreedMs).toBe(signedMs);
  },
);
