import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRule, type WithheldRule } from '@countersign/letter';
import {
  makeOpening,
  makeShares,
  parseRequest,
  readShares,
  sealedNameJson,
  sealName,
} from '@countersign/withheld';
import {
  beginRoundsAnew,
  changeSignature,
  confirmPanel,
  countProposed,
  decideOpening,
  exportRequest,
  importOpening,
  keepUpWithheld,
  keepWithheld,
  leaveLetter,
  listOpened,
  readLetter,
  readOwnSignature,
  readWithheldDesk,
  replayForgotten,
  setPanel,
  tallySignatures,
  type OpeningNotice,
} from '#letters';
import type { Mail } from '#platform/mail';
import { openRecord, type RecordFixture } from '../record/fixture.ts';
import { openSigningWorld, type SigningLetter, type SigningWorld } from './signing-world.ts';

let house: RecordFixture;
let world: SigningWorld;
let identities: string[];
let recipients: string[];
const mails: Mail[] = [];
const hours = (count: number) => new Date(Date.now() + count * 3_600_000);
const inDays = (count: number) =>
  hours(24 * count)
    .toISOString()
    .slice(0, 10);
const refused = (code: string) => expect.objectContaining({ code });

beforeAll(async () => {
  house = await openRecord();
  world = await openSigningWorld(house.db);
  identities = await Promise.all(Array.from({ length: 4 }, () => generateX25519Identity()));
  recipients = await Promise.all(identities.map((one) => identityToRecipient(one)));
});
afterAll(() => house[Symbol.asyncDispose]());

const panel = () => ({
  need: 2,
  organisations: recipients
    .slice(0, 3)
    .map((one, at) => `Organisation ${at + 1} = ${one}`)
    .join('\n'),
  until: inDays(100),
});

let letter: SigningLetter;
const open = async () => (letter = await world.openLetter(panel()));

/** Somebody whose name is withheld until ten are shown. @returns the code of their link. */
async function withhold(name: string, typed: object = {}): Promise<string> {
  const link = await letter.sign({
    ...{ name, address: `${name.toLowerCase().replaceAll(' ', '.')}@example.org` },
    ...{ appearance: 'withheld', least: '10', ...typed },
  });
  expect(await letter.confirm(link)).toBe('confirmed');
  return link;
}

async function crowd(count: number, typed: object = {}): Promise<string[]> {
  const links: string[] = [];
  for (let at = 0; at < count; at += 1) links.push(await withhold(`Person ${at}`, typed));
  return links;
}

async function keepUp(now = new Date()): Promise<void> {
  await tallySignatures(world.db);
  const mailer = {
    sendAll: (_tx: unknown, sent: readonly Mail[]) => {
      mails.push(...sent);
      return Promise.resolve(sent.length);
    },
  };
  const writeNotice = ({ title, link, at }: OpeningNotice) => ({
    ...{ subject: `${title}, ${at.toISOString()}`, text: link },
  });
  const writeExpired = ({
    title,
    locale,
  }: {
    readonly title: string;
    readonly locale: string;
  }) => ({
    ...{ subject: `ended ${locale}`, text: title },
  });
  const means = { sealer: world.sealer, mailer, writeNotice, writeExpired };
  await keepUpWithheld(world.db, means, now, { isSteady: true });
}

const desk = async () =>
  (await readWithheldDesk(world.db, world.author, letter.uid)) ?? expect.unreachable();
const roundUid = async () => (await desk()).round?.uid ?? '';

function keyFile(identity: string | undefined): Decrypter {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity ?? '');
  return decrypter;
}

const ask = async (now: Date) =>
  world.write(async (tx) =>
    exportRequest(
      ...([tx, world.author, world.sealer] as const),
      { letter: letter.uid, round: await roundUid(), openers: recipients[3] ?? '' },
      now,
    ),
  );

/** What organisations 1 and 3 make of a request. */
async function ceremony(bytes: Uint8Array): Promise<Uint8Array> {
  const request = parseRequest(bytes);
  const given = await Promise.all(
    [0, 2].map(async (at) => {
      const made = await makeShares(bytes, request, keyFile(identities[at]), inDays(0));
      return readShares(made.bytes, bytes, request, keyFile(identities[3]));
    }),
  );
  return (await makeOpening(bytes, request, given)).bytes;
}

const bring = async (file: Uint8Array) =>
  world.write(async (tx) =>
    importOpening(
      ...([tx, world.author, world.sealer] as const),
      { letter: letter.uid, round: await roundUid(), file },
      hours(73),
    ),
  );
const decide = async (actor = world.second, approve = true, now = hours(73)) =>
  world.write(async (tx) =>
    decideOpening(
      ...([tx, actor, world.sealer] as const),
      { letter: letter.uid, round: await roundUid() },
      { approve },
      now,
    ),
  );

async function shownNames(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select h.name from signature_shown h join letter l on l.id = h.letter_id
    where l.uid = ${letter.uid} and h.name <> '' order by h.name`.execute(world.db);
  return rows.map(({ name }) => name);
}

async function dump(): Promise<string> {
  const { rows } = await sql<{ all: string }>`
    select coalesce((select json_agg(g)::text from letter_signature g), '')
      || coalesce((select json_agg(w)::text from letter_withheld w), '')
      || coalesce((select json_agg(i.fields)::text from private_item i), '')
      || coalesce((select json_agg(e.fields)::text from log_entry e), '')
      || coalesce((select json_agg(h)::text from signature_shown h), '')
      || coalesce((select json_agg(s)::text from signature_signal s), '')
      || coalesce((select json_agg(a)::text from audit a), '') as all`.execute(world.db);
  return rows[0]?.all ?? '';
}

test('a withheld name is nowhere in the database, and its rule is in its class', async () => {
  await open();
  const link = await withhold('Zohreh Hidden', { credit: 'Gaffer of secrets' });
  const all = await dump();
  for (const word of ['Zohreh', 'Hidden', 'Gaffer']) expect(all).not.toContain(word);
  const { rows } = await sql<{ fields: object; person: string; uid: string }>`
    select i.fields, g.person, g.uid from private_item i join letter_signature g on g.uid = i.about
    join letter l on l.id = g.letter_id where l.uid = ${letter.uid}`.execute(world.db);
  expect(rows[0]?.fields).toMatchObject({
    class: { appearance: 'withheld', rule: { names: { least: 10, verification: 'any' } } },
    shown: null,
  });
  // Not even sealed under what the server has.
  const own = await readOwnSignature(world.db, world.sealer, link);
  expect(own.person).toMatchObject({ name: '', credit: '', country: '', affiliation: '' });
  expect(own.withheld).toMatchObject({ encryptedIn: 'server', kept: false, opening: null });
});

test('nothing can be withheld without organisations, by no rule, or by one that is not offered', async () => {
  letter = await world.openLetter();
  const typed = { name: 'Ann', address: 'ann@example.org', appearance: 'withheld', least: '10' };
  await expect(letter.sign(typed)).rejects.toThrow(refused('sign-appearance'));
  await open();
  await expect(letter.sign({ ...typed, least: '' })).rejects.toThrow(refused('withheld-rule'));
  await expect(letter.sign({ ...typed, least: '11' })).rejects.toThrow(refused('withheld-rule'));
  await expect(letter.sign({ ...typed, least: '', notBefore: '2099-01-01' })).rejects.toThrow(
    refused('withheld-rule'),
  );
  await expect(letter.sign({ ...typed, name: '' })).rejects.toThrow(refused('sign-name'));
});

test('who can open names is fixed when signing opens, by who decides, and never one alone', async () => {
  await open();
  const set = (input: object, actor = world.author) =>
    world.write((tx) => setPanel(tx, actor, letter.uid, { ...panel(), ...input }, new Date()));
  await expect(set({})).rejects.toThrow(refused('withheld-too-late'));
  await sql`update letter_signing set state = 'planned', opens_at = now() + interval '1 day'
    where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db);
  await expect(set({ need: 1 })).rejects.toThrow(refused('withheld-need'));
  await expect(set({ need: 4 })).rejects.toThrow(refused('withheld-need'));
  await expect(
    set({ organisations: `A = ${recipients[0]}\nB = ${recipients[0]}` }),
  ).rejects.toThrow(refused('withheld-recipient'));
  await expect(set({ organisations: 'A = age1nonsense\nB = x' })).rejects.toThrow(
    refused('withheld-recipient'),
  );
  await expect(set({ until: inDays(-1) })).rejects.toThrow(refused('withheld-until'));
  const { db, author, second } = world;
  const waiting = async () => [await countProposed(db, author), await countProposed(db, second)];
  const [own = 0, others = 0] = await waiting();
  await set({ need: 3 });
  expect((await desk()).panel).toMatchObject({ need: 3 });
  expect(await waiting()).toEqual([own, others + 1]);
  expect((await readLetter(db, second, letter.uid))?.waits).toEqual(['panel']);
});

test('a rule that is met is announced, waited for, opened by two, and decided by another', async () => {
  await open();
  const links = await crowd(9);
  await keepUp();
  expect((await desk()).round).toBeNull();
  await letter.signs({ name: 'Nina Named', address: 'nina@example.org' });
  mails.length = 0;
  const noticed = new Date();
  await keepUp(noticed);
  await keepUp();
  const told = mails.filter(({ text }) => links.includes(text));
  expect(told).toHaveLength(9);
  expect(JSON.stringify(told.map(({ subject, text }) => [subject, text]))).not.toContain('Person');
  expect((await desk()).round).toMatchObject({ state: 'notice', names: 9 });
  const notBefore = new Date(noticed.getTime() + 72 * 3_600_000).toISOString();
  expect(new Set(told.map(({ subject }) => subject))).toEqual(
    new Set([`To those who can act, ${notBefore}`]),
  );
  await keepUp(hours(71));
  await expect(ask(hours(71))).rejects.toThrow(refused('withheld-round'));
  await keepUp(hours(73));
  expect((await desk()).round).toMatchObject({ state: 'due' });
  const bytes = await ask(hours(73));
  expect(Buffer.from(bytes).toString()).not.toContain('Person');
  const file = await ceremony(bytes);
  expect(await bring(file)).toEqual({ opened: 9, failed: 0 });
  expect(await shownNames()).toEqual(['Nina Named']);
  expect(await listOpened(world.db, world.second, world.sealer, letter.uid)).toHaveLength(9);
  await expect(decide(world.author)).rejects.toThrow(refused('withheld-own'));
  expect((await readLetter(world.db, world.second, letter.uid))?.waits).toEqual(['opening']);
  const all = await dump();
  expect(all).not.toContain('Person 3');
  expect(await decide()).toBe(9);
  expect(await shownNames()).toHaveLength(10);
  // What pages say of rules is right at once, not with the next count of withheld names.
  const { rows: rules } = await sql`
    select from letter_withheld_tally t join letter l on l.id = t.letter_id
    where l.uid = ${letter.uid}`.execute(world.db);
  expect(rules).toEqual([]);
  await tallySignatures(world.db);
  const { rows } = await sql<{ appearance: string; signed: number }>`
    select t.appearance, t.signed from letter_tally t join letter l on l.id = t.letter_id
    where l.uid = ${letter.uid}`.execute(world.db);
  expect(rows).toEqual([{ appearance: 'named', signed: 10 }]);
  // Nothing of the ceremony remains, and the same file opens nothing again.
  const { rows: left } = await sql`
    select from letter_withheld w join letter l on l.id = w.letter_id
    where l.uid = ${letter.uid}`.execute(world.db);
  expect(left).toEqual([]);
  await expect(bring(file)).rejects.toThrow(refused('withheld-round'));
});

test('whoever changes their mind stays unnamed, and those who waited for them wait again', async () => {
  await open();
  const links = await crowd(10);
  await keepUp();
  expect((await desk()).round).toMatchObject({ names: 10 });
  const [first = '', second = ''] = links;
  await world.write((tx) => keepWithheld(tx, world.sealer, first));
  expect((await readOwnSignature(world.db, world.sealer, first)).withheld).toMatchObject({
    ...{ kept: true, opening: null },
  });
  await keepUp(hours(73));
  expect((await desk()).round).toBeNull();
  expect(await desk()).toMatchObject({ total: 10, kept: 1 });
  // Once more, and somebody leaves after the keys were brought in.
  await withhold('Person 10');
  await keepUp();
  await keepUp(hours(73));
  const file = await ceremony(await ask(hours(73)));
  expect(await bring(file)).toEqual({ opened: 10, failed: 0 });
  await world.write((tx) => leaveLetter(tx, world.sealer, second, 'withdrawn'));
  expect(await decide()).toBe(0);
  expect(await shownNames()).toEqual([]);
});

test('an older request, another letter’s opening and a refused one show nobody', async () => {
  await open();
  await crowd(10);
  await keepUp();
  await keepUp(hours(73));
  const older = await ceremony(await ask(hours(73)));
  const newer = await ceremony(await ask(hours(73)));
  await expect(bring(older)).rejects.toThrow(refused('withheld-opening'));
  await expect(bring(Buffer.from('junk'))).rejects.toThrow(refused('withheld-opening'));
  await bring(newer);
  await decide(world.second, false);
  expect(await shownNames()).toEqual([]);
  expect((await desk()).round).toMatchObject({ state: 'due', opened: 0 });
  await expect(bring(newer)).rejects.toThrow(refused('withheld-round'));
  await expect(
    sql`update letter_round set state = 'opened' where letter_id =
      (select id from letter where uid = ${letter.uid}) and state = 'due'`.execute(world.db),
  ).rejects.toThrow(/brought in/);
});

test('what a browser sealed is taken as it is; a name that would have been refused stays closed', async () => {
  await open();
  await crowd(8);
  const { panel: kept } = await desk();
  if (kept === null) expect.unreachable();
  const rule: WithheldRule = {
    ...{ panel: kept.digest, until: kept.until, names: { least: 10, verification: 'any' } },
  };
  const own = { letter: letter.uid, need: kept.need, organisations: kept.organisations };
  const seal = async (name: string, by = rule) => {
    const shown = { name, credit: '', affiliation: '', country: '' };
    return JSON.stringify(sealedNameJson(await sealName(shown, by, own)));
  };
  const unnamed = { name: '', credit: '', country: '', affiliation: '', least: '' };
  await withhold('A', { ...unnamed, sealed: await seal('Sealed Here') });
  await withhold('B', { ...unnamed, sealed: await seal('see https://spam.example') });
  await keepUp();
  await keepUp(hours(73));
  // With one that does not open there are nine: the rule of the others is not met, and nobody reads them.
  expect(await bring(await ceremony(await ask(hours(73))))).toEqual({ opened: 0, failed: 1 });
  expect(await listOpened(world.db, world.second, world.sealer, letter.uid)).toEqual([]);
  expect(await decide()).toBe(0);
  expect(await desk()).toMatchObject({ total: 10, spoiled: 1, round: null });
});

test('a signer changes their rule, or is named at once', async () => {
  await open();
  const link = await withhold('Person 0');
  const change = (typed: object) =>
    world.write((tx) =>
      changeSignature(tx, world.sealer, link, {
        typed: { name: 'Person 0', consents: ['sign', 'show'], ...typed },
        wordings: (['sign', 'show'] as const).map((purpose) => ({
          ...{ purpose, language: 'en', words: 'I agree.' },
        })),
      }),
    );
  await change({ appearance: 'withheld', least: '25' });
  const { withheld } = await readOwnSignature(world.db, world.sealer, link);
  expect(withheld?.rule.names).toEqual({ least: 25, verification: 'any' });
  await change({ appearance: 'named' });
  expect(await shownNames()).toEqual(['Person 0']);
  expect((await readOwnSignature(world.db, world.sealer, link)).withheld).toBeNull();
});

test('a rule that is not met in time: everything goes, a number remains, and no backup brings it back', async () => {
  await open();
  for (const name of ['Late One', 'Late Two', 'Late Three']) await withhold(name);
  const { rows: before } = await sql<{ uid: string }>`
    select g.uid from letter_signature g join letter l on l.id = g.letter_id
    where l.uid = ${letter.uid} order by g.id`.execute(world.db);
  const ended = () =>
    mails.filter(({ subject, to }) => subject === 'ended en' && to.startsWith('late.'));
  await keepUp(hours(24 * 99));
  expect(await letter.states()).toEqual({ confirmed: 3 });
  expect(ended()).toEqual([]);
  // A form that nobody confirmed: its mailbox may be a stranger's.
  await sql`update letter_signature set state = 'waiting', verification = null, entry = null, confirmed_at = null
    where uid = ${before[2]?.uid}`.execute(world.db);
  await keepUp(hours(24 * 101));
  expect(await letter.states()).toEqual({});
  expect(ended().map(({ to, text, about }) => [to, text, about])).toEqual([
    ['late.one@example.org', 'To those who can act', undefined],
    ['late.two@example.org', 'To those who can act', undefined],
  ]);
  expect(await desk()).toMatchObject({ total: 0, expired: 2 });
  const { rows: kept } = await sql`
    select from private_item where about = any(${sql.val(before.map(({ uid }) => uid))}::uuid[])
      and fields is not null`.execute(world.db);
  expect(kept).toEqual([]);
  const { rows: journal } = await sql`
    select from erasure_journal where kind = 'signature'
      and thing = any(${sql.val(before.map(({ uid }) => uid))}::uuid[])`.execute(world.db);
  expect(journal).toHaveLength(3);
});

test('after a restore nobody is opened who was not told anew, and who left is gone again', async () => {
  await open();
  const links = await crowd(11);
  const [first = ''] = links;
  await keepUp();
  await keepUp(hours(73));
  const file = await ceremony(await ask(hours(73)));
  await bring(await ceremony(await ask(hours(73))));
  // As a backup of this moment has it: somebody leaves after it was taken.
  const { rows } = await sql<{ uid: string }>`
    select uid from letter_signature where link = sha256(${Buffer.from(first)})`.execute(world.db);
  await sql`insert into erasure_journal (erasure, kind, thing)
    values (${rows[0]?.uid}, 'signature', ${rows[0]?.uid})`.execute(world.db);
  await world.write(async (tx) => {
    await replayForgotten(tx);
    await beginRoundsAnew(tx);
  });
  await expect(bring(file)).rejects.toThrow();
  expect(await desk()).toMatchObject({ total: 10, round: null });
  // What was opened before must not lie there, sealed or not.
  const { rows: kept } = await sql`select from letter_withheld where opened is not null
    and letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db);
  expect(kept).toEqual([]);
  mails.length = 0;
  await keepUp(hours(80));
  expect(mails.map(({ text }) => text)).toEqual(expect.arrayContaining(links.slice(1)));
  expect(mails.map(({ text }) => text)).not.toContain(first);
  await keepUp(hours(90));
  expect((await desk()).round).toMatchObject({ state: 'notice' });
  await keepUp(hours(80 + 73));
  expect((await desk()).round).toMatchObject({ state: 'due' });
});

test('a signature that was set aside counts for no rule', async () => {
  await open();
  await crowd(10);
  await sql`
    update letter_signature set state = 'aside' where id = (
      select max(g.id) from letter_signature g join letter l on l.id = g.letter_id
      where l.uid = ${letter.uid})`.execute(world.db);
  await keepUp();
  expect((await desk()).round).toBeNull();
});

const withGuilds = () => ({ ...panel(), guilds: 'Guild of Editors\nHouse of Cinema' });

test('ten of a guild wait for each other and for those of it who are shown, in any spelling', async () => {
  letter = await world.openLetter(withGuilds());
  const ofGuild = { guild: 'Guild of Editors', affiliation: 'Whatever they wrote' };
  await crowd(8, ofGuild);
  await withhold('Of House', { guild: 'House of Cinema' });
  await withhold('Of None');
  for (const [at, affiliation] of ['', 'House of Cinema', 'Guild of Editors, Paris'].entries()) {
    await letter.signs({ name: `Other ${at}`, address: `o${at}@example.org`, affiliation });
  }
  await letter.signs({ name: 'Nina', address: 'n@example.org', affiliation: 'guild of EDITORS' });
  await keepUp();
  // Nine of the guild, of whom one is shown; without them there are five for who waits for ten of all.
  expect((await desk()).round).toBeNull();
  await letter.signs({
    ...{ name: 'Olga', address: 'olga@example.org', affiliation: ' Guild of  Editors ' },
  });
  await keepUp();
  expect((await desk()).round).toMatchObject({ names: 9 });
  await keepUp(hours(73));
  expect(await bring(await ceremony(await ask(hours(73))))).toEqual({ opened: 9, failed: 0 });
  expect(await decide()).toBe(9);
  const { rows } = await sql<{ affiliation: string; n: number }>`
    select h.affiliation, count(*)::integer as n from signature_shown h
    join letter l on l.id = h.letter_id where l.uid = ${letter.uid} and h.name like 'Person%'
    group by 1`.execute(world.db);
  expect(rows).toEqual([{ affiliation: 'Guild of Editors', n: 8 }]);
});

test('who waits for a guild and is none of it stays closed, and counts for nobody', async () => {
  letter = await world.openLetter(withGuilds());
  await crowd(8, { guild: 'Guild of Editors' });
  const { panel: kept } = await desk();
  if (kept === null) expect.unreachable();
  const names = { least: 10, verification: 'any', affiliation: 'Guild of Editors' } as const;
  const rule: WithheldRule = { panel: kept.digest, until: kept.until, names };
  const own = { letter: letter.uid, need: kept.need, organisations: kept.organisations };
  const seal = async (affiliation: string, by = rule) => {
    const shown = { name: 'An Intruder', credit: '', affiliation, country: '' };
    return JSON.stringify(sealedNameJson(await sealName(shown, by, own)));
  };
  const unnamed = { name: '', credit: '', country: '', affiliation: '', least: '' };
  const foreign = { ...rule, names: { ...names, affiliation: 'A guild of one' } };
  await expect(
    withhold('B', { ...unnamed, sealed: await seal('A guild of one', foreign) }),
  ).rejects.toThrow(refused('withheld-sealed'));
  await withhold('C', { ...unnamed, sealed: await seal('The police') });
  // Another spelling is the same guild.
  await withhold('D', { ...unnamed, sealed: await seal('guild of  EDITORS') });
  await keepUp();
  expect((await desk()).round).toMatchObject({ names: 10 });
  await keepUp(hours(73));
  // Neither are the others told to the desk: they waited for ten of their guild.
  expect(await bring(await ceremony(await ask(hours(73))))).toEqual({ opened: 0, failed: 1 });
  expect(await listOpened(world.db, world.second, world.sealer, letter.uid)).toEqual([]);
  expect(await decide()).toBe(0);
  expect(await shownNames()).toEqual([]);
});

test('an opening that was refused can be brought in again, whole', async () => {
  await open();
  await crowd(10);
  await keepUp();
  await keepUp(hours(73));
  const file = await ceremony(await ask(hours(73)));
  const { rows } = await sql<{ id: string; sealed: string }>`
    select w.signature_id as id, w.sealed from letter_withheld w join letter l on l.id = w.letter_id
    where l.uid = ${letter.uid} order by 1 limit 1`.execute(world.db);
  const [one] = rows;
  const seal = (sealed: string | undefined) =>
    sql`update letter_withheld set sealed = ${sealed} where signature_id = ${one?.id}`.execute(
      world.db,
    );
  // One that the keys do not open.
  const id = /(?<="id":\s*")./u;
  await seal(one?.sealed.replace(id, (first) => (first === 'f' ? 'e' : 'f')));
  expect(await bring(file)).toEqual({ opened: 0, failed: 1 });
  expect((await desk()).round).toMatchObject({ names: 10, opened: 0 });
  await decide(world.second, false);
  await seal(one?.sealed);
  expect(await bring(await ceremony(await ask(hours(73))))).toEqual({ opened: 10, failed: 0 });
  expect(await decide()).toBe(10);
});

test('who is not among those that opened is counted for nobody when it is decided', async () => {
  await open();
  await crowd(10);
  await keepUp();
  await keepUp(hours(73));
  expect(await bring(await ceremony(await ask(hours(73))))).toEqual({ opened: 10, failed: 0 });
  // As of a round of more names than a request can hold.
  await sql`update letter_withheld set opened = null where signature_id = (
    select max(w.signature_id) from letter_withheld w join letter l on l.id = w.letter_id
    where l.uid = ${letter.uid})`.execute(world.db);
  expect(await decide()).toBe(0);
  expect(await shownNames()).toEqual([]);
});

test('who waits for a guild and signs the next version under its name is one of it, not two', async () => {
  letter = await world.openLetter(withGuilds());
  await crowd(9, { guild: 'Guild of Editors' });
  const next = await letter.nextVersion();
  const named = { name: 'Person 0', affiliation: 'Guild of Editors' };
  expect(await next.signs({ ...named, address: 'person.0@example.org' })).toBe('confirmed');
  await keepUp();
  expect((await desk()).round).toBeNull();
  // Another person is the tenth.
  expect(await next.signs({ ...named, name: 'Nina', address: 'n@example.org' })).toBe('confirmed');
  await keepUp();
  expect((await desk()).round).toMatchObject({ names: 9 });
});

test('guilds are bounded, each one spelling, and confirmed as they were seen', async () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, at) => `Guild ${at}`).join('\n');
  letter = await world.openLetter(withGuilds());
  await sql`update letter_panel set confirmed_at = null, confirmed_by = null
    where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db);
  const set = (guilds: string) =>
    world.write((tx) => setPanel(tx, world.author, letter.uid, { ...panel(), guilds }, new Date()));
  const nothing = ['\u0640\u0640', '\u064e', '—', 'Guild\n-'];
  const same = ['Guild\nGUILD', 'کانون كارگردانان\nكانون\u200c کارگردانان', 'Ga\u0308u\nGÄU'];
  const wrong = [lines(21), 'x'.repeat(121), 'see www.spam.example', 'A <b>guild</b>'];
  for (const guilds of [...wrong, ...same, ...nothing]) {
    await expect(set(guilds), guilds).rejects.toThrow(refused('withheld-guilds'));
  }
  await set(`${lines(20)}\n\n`);
  expect((await desk()).panel?.guilds).toHaveLength(20);
  // Each in the one spelling that a rule can have.
  await set('Cafe\u200b\u0301\r\nA\u202e\u0007guild\n\u2028\u0085\nخانه\u200cها');
  for (const affiliation of (await desk()).panel?.guilds ?? []) {
    const names = { least: 10, verification: 'any', affiliation } as const;
    const rule = { panel: Buffer.alloc(32).toString('base64'), names, until: '2026-12-31' };
    expect(readRule(rule), affiliation).toEqual(rule);
  }
  expect((await desk()).panel?.guilds).toEqual(['Café', 'Aguild', 'خانه\u200cها']);
  await set('  Guild   One \nHouse');
  const { panel: kept } = await desk();
  expect(kept?.guilds).toEqual(['Guild One', 'House']);
  const seen = { letter: letter.uid, digest: kept?.digest ?? '', until: kept?.until ?? '' };
  const confirm = (guilds?: readonly string[]) =>
    world.write((tx) => confirmPanel(tx, world.second, { ...seen, ...(guilds && { guilds }) }));
  await expect(confirm()).rejects.toThrow(refused('withheld-changed'));
  await expect(confirm(['Guild One'])).rejects.toThrow(refused('withheld-changed'));
  await confirm(kept?.guilds);
  await expect(
    sql`update letter_panel set guilds = '["Guild of one"]'
      where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db),
  ).rejects.toThrow(/looked at again/u);
});
