import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import {
  eraseDue,
  leaveLetter,
  listVersions,
  openSigning,
  parseSignForm,
  setGuard,
  signTogether,
  stopSigning,
  type ReceivedForm,
  type SigningTogether,
} from '#letters';
import { createMailer } from '#platform/mail';
import { createSealer } from '#platform/sealing';
import { addPerson, openRecord, type RecordFixture } from '../record/fixture.ts';
import { publishLetter } from './public-letter.ts';

// Many at once, as a wave brings them, by the batches that a server makes of them.

let house: RecordFixture;
let people: readonly [Actor, Actor];
const sealer = createSealer(randomBytes(32));

beforeAll(async () => {
  house = await openRecord();
  people = [
    await addPerson(house.db, 'Camille', ['campaigner']),
    await addPerson(house.db, 'Yalda', ['campaigner']),
  ];
});
afterAll(() => house[Symbol.asyncDispose]());

/** What one process signs with; its mails stay in the outbox and count as sent. */
function openProcess(): SigningTogether {
  const mailbox = { mailboxKey: new Uint8Array(32).fill(3), clock: () => new Date() };
  const mailer = createMailer({ db: house.db, ...mailbox });
  return signTogether({
    ...{ db: house.db, sealer },
    mailer: { ...mailer, deliverable: () => 'smtp' as const },
  });
}

const noGuard = {
  ...{ networkMost: '0', networkMinutes: '10', domainMost: '0', domainMinutes: '60' },
  ...{ alikeMost: '0', wordsMost: '0', hastyMost: '0', hastySeconds: '3' },
  ...{ trustedHosts: '', doubtedHosts: '', watchedNames: '' },
};

async function openLetter(guard: Partial<typeof noGuard> = {}) {
  const [author, second] = people;
  const uid = await publishLetter(house.db, author, second);
  await house.db.transaction().execute(async (tx) => {
    await openSigning(tx, author, sealer, uid);
    await setGuard(tx, author, uid, { ...noGuard, ...guard });
  });
  const [version] = await listVersions(house.db, author, uid);
  const signing = openProcess();
  const links: string[] = [];
  const form = (address: string, changes: Partial<ReceivedForm> & { name?: string } = {}) => {
    const { name = `N ${address.split('@')[0]}`, ...rest } = changes;
    const typed = { name, credit: 'Editor', country: 'FR', address, appearance: 'named' };
    return {
      ...{ letter: uid, text: version?.hash ?? '', languages: ['en'] },
      form: parseSignForm({ ...typed, consents: ['sign', 'show'] }, 'en'),
      wordings: (['sign', 'show'] as const).map((purpose) => ({
        ...{ purpose, language: 'en', words: `I agree to ${purpose}.` },
      })),
      writeMail(code: string) {
        links.push(code);
        return { subject: 'Confirm', text: code };
      },
      ...rest,
    };
  };
  return { uid, signing, links, form };
}

const addresses = (count: number, host = 'example.org') =>
  Array.from({ length: count }, (_one, at) => `${'abcdefghij'[at % 10]}${at}x@${host}`);

/** How many rows there are of a letter, of each kind. */
async function rowsOf(letter: string) {
  const { rows } = await sql<Record<string, number>>`
    with own as (select g.*, g.xmin::text as written_in from letter_signature g join letter l on l.id = g.letter_id
      where l.uid = ${letter})
    select (select count(*) from own)::integer as signatures,
      (select count(*) from own where state = 'confirmed')::integer as confirmed,
      (select count(distinct mailbox) from own where state = 'confirmed')::integer as mailboxes,
      (select count(*) from signature_consent c join own on own.id = c.signature_id)::integer as consents,
      (select count(*) from signature_signal c join own on own.id = c.signature_id)::integer as signals,
      (select count(*) from signature_shown c join own on own.id = c.signature_id)::integer as shown,
      (select count(*) from log_entry e join own on own.entry = e.entry where e.fields is not null)::integer
        as entries,
      (select count(distinct written_in) from own)::integer as transactions`.execute(house.db);
  return rows[0];
}

async function statesOf(letter: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; n: number }>`
    select g.state, count(*)::integer as n from letter_signature g
    join letter l on l.id = g.letter_id where l.uid = ${letter} group by g.state`.execute(house.db);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

const all = <Value>(work: readonly (() => Promise<Value>)[]) =>
  Promise.all(work.map((one) => one()));

test('a crowd that clicks twice, and signs again, in two processes: one signature a mailbox', async () => {
  const { uid, signing, links, form } = await openLetter();
  const other = openProcess();
  const crowd = addresses(60);
  // Each form by two clicks in each process; every third person mistyped their name and signs again.
  const sent = crowd.flatMap((address, at) => {
    const forms = [form(address), ...(at % 3 === 0 ? [form(address, { name: 'Again' })] : [])];
    return forms.flatMap((one) =>
      [signing, signing, other].map((process) => () => process.receive(one)),
    );
  });
  await all(sent);
  expect(links).toHaveLength(80);
  expect(await rowsOf(uid)).toMatchObject({ signatures: 80, consents: 160, signals: 80 });
  const pressed = links.flatMap((link) =>
    [signing, signing, other].map((one) => one.confirm(link)),
  );
  const outcomes = await Promise.allSettled(pressed);
  const codes = outcomes.map((one) =>
    one.status === 'fulfilled' ? one.value : (one.reason as { code?: string }).code,
  );
  // The earlier of two forms is gone when the later was confirmed, and says so.
  expect(new Set(codes)).toEqual(new Set(['confirmed', 'signature-link']));
  const rows = await rowsOf(uid);
  expect(rows).toMatchObject({
    ...{ signatures: 60, confirmed: 60, mailboxes: 60, consents: 120, signals: 60 },
    ...{ shown: 60, entries: 60 },
  });
  // They did go together.
  expect(rows?.['transactions']).toBeLessThan(50);
});

test('a mailbox is sent so many mails and no more, however many forms come at once', async () => {
  const { uid, signing, links, form } = await openLetter();
  const forms = Array.from({ length: 25 }, (_one, at) =>
    form(at % 2 === 0 ? 'flooded@example.org' : `Flooded+${at}@example.org`, { name: `N ${at}` }),
  );
  await all([...forms, form('other@example.org')].map((one) => () => signing.receive(one)));
  expect(await statesOf(uid)).toEqual({ waiting: 21 });
  expect(links).toHaveLength(21);
});

test.each([
  ['alike mailboxes', { alikeMost: '5' }, 5],
  ['quick ones', { hastyMost: '3', hastySeconds: '600' }, 3],
  ['one host', { domainMost: '4' }, 4],
])('a burst of %s is noticed in one transaction as in many', async (_name, guard, counted) => {
  const { uid, signing, links, form } = await openLetter(guard);
  const alike = Array.from({ length: 16 }, (_one, at) => `same.name${at}@burst.example`);
  await all(alike.map((address) => () => signing.receive(form(address))));
  expect(new Set(await all(links.map((link) => () => signing.confirm(link))))).toEqual(
    new Set(['confirmed', 'aside']),
  );
  expect(await statesOf(uid)).toEqual({ confirmed: counted, aside: 16 - counted });
  const { rows } = await sql<{ told: number; signed: number }>`
    select count(*)::integer as told, sum(signed)::integer as signed from letter_aside_line a
    join letter l on l.id = a.letter_id where l.uid = ${uid}`.execute(house.db);
  expect(rows).toEqual([{ told: 16 - counted, signed: 16 - counted }]);
});

test('each is told their own, and nobody suffers for another', async () => {
  const [open, paused] = [await openLetter(), await openLetter()];
  await house.db
    .transaction()
    .execute((tx) =>
      stopSigning(tx, people[0], paused.uid, { state: 'paused', message: 'Tomorrow.' }),
    );
  const broken = () => {
    throw new RangeError('no words');
  };
  const forms = addresses(12).map((address) => open.form(address));
  const settled = await Promise.allSettled(
    [
      ...forms.slice(0, 6),
      paused.form('p@example.org'),
      open.form('unknown@example.org', { text: '00'.repeat(32) }),
      open.form('broken@example.org', { writeMail: broken }),
      ...forms.slice(6),
    ].map((one) => open.signing.receive(one)),
  );
  const told = settled.map((one) =>
    one.status === 'fulfilled' ? 'kept' : (one.reason as Error).message,
  );
  expect(told).toEqual([
    ...Array.from({ length: 6 }, () => 'kept'),
    ...['sign-paused', 'sign-letter-unknown', 'no words'],
    ...Array.from({ length: 6 }, () => 'kept'),
  ]);
  expect(await statesOf(open.uid)).toEqual({ waiting: 12 });
  const pressed = await Promise.allSettled(
    [...new Set(open.links), 'never made'].map((link) => open.signing.confirm(link)),
  );
  expect(pressed.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
  expect(pressed.at(-1)).toMatchObject({ reason: { code: 'signature-link' } });
});

test.each([
  [
    'signature',
    sql`select from letter_signature where id = any(select id from held) for no key update`,
  ],
  [
    'mailbox',
    sql`select pg_advisory_xact_lock(
      hashtextextended('letter signer ' || encode(mailbox, 'hex'), 0)) from held`,
  ],
])(
  'whose %s is held by somebody else is waited for by nobody but themselves',
  async (_what, hold) => {
    const { uid, signing, links, form } = await openLetter();
    await all(addresses(6).map((address) => () => signing.receive(form(address))));
    const [held = '', ...others] = links;
    let confirmed: Promise<unknown> = Promise.resolve();
    await house.db.transaction().execute(async (tx) => {
      await sql`with held as materialized (select id, mailbox from letter_signature
      where link = sha256(convert_to(${held}, 'UTF8'))) ${hold}`.execute(tx);
      confirmed = signing.confirm(held);
      await all(others.map((link) => () => signing.confirm(link)));
      expect(await statesOf(uid)).toEqual({ waiting: 1, confirmed: 5 });
    });
    expect(await confirmed).toBe('confirmed');
  },
);

/** How many wait for a lock of the database. */
const waitingForLocks = async () => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`.execute(house.db);
  return rows[0]?.n ?? 0;
};

test.each(['leaves by the first', 'is erased with the letter'])(
  'who confirms the last of three forms and %s is not told that something broke',
  async (how) => {
    const { uid, signing, links, form } = await openLetter();
    for (const name of ['First', 'Second', 'Third']) {
      await signing.receive(form('thrice@example.org', { name }));
    }
    const [first = '', second = '', third = ''] = links;
    const letterId = sql`(select id from letter where uid = ${uid})`;
    await sql`insert into letter_retention (letter_id, until) values (${letterId}, '2026-01-01')`.execute(
      house.db,
    );
    const end = () =>
      how === 'is erased with the letter'
        ? eraseDue(house.db, new Date(), { isSteady: true })
        : house.db.transaction().execute((tx) => leaveLetter(tx, sealer, first, 'withdrawn'));
    const done: Promise<unknown>[] = [];
    await house.db.transaction().execute(async (tx) => {
      await sql`select from letter_signature where link = sha256(convert_to(${second}, 'UTF8'))
        for no key update`.execute(tx);
      done.push(Promise.allSettled([end()]));
      await expect.poll(waitingForLocks).toBe(1);
      done.push(Promise.allSettled([signing.confirm(third)]));
      await expect.poll(waitingForLocks).toBe(2);
    });
    expect((await Promise.all(done)).flat()).toMatchObject([
      { status: 'fulfilled' },
      { reason: { code: 'signature-link' } },
    ]);
    expect(await statesOf(uid)).toEqual({});
  },
);
