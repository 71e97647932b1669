import { Kysely, PostgresDialect, sql, type CompiledQuery } from 'kysely';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseAside, leaveLetter, readVouching, settleVouched, undoAside } from '#letters';
import type { Db, Schema } from '#platform/database';
import { openVouchingWorld, type VouchingWorld } from './vouching-world.ts';

// What nights make of vouching when somebody works against them: several versions, clocks, agents, and whoever
// compares what lies on the disk before and after.

let world: VouchingWorld;

beforeAll(async () => {
  world = await openVouchingWorld();
}, 60_000);
afterAll(() => world?.close());

const later = '2026-03-09';
const ofLink = (link: string) => sql`link = sha256(${Buffer.from(link)})`;
const refused = (code: string) => expect.objectContaining({ code });

/** Somebody for whom three people of the guild vouch, and whom a night has made vouched. */
async function vouched() {
  const letter = await world.openLetter();
  const ada = await letter.sign('ada@example.org');
  const guild = await letter.guild('bea', 'cleo', 'dora');
  const address = await world.ask(ada);
  for (const link of guild) await world.vouch(link, address);
  await world.settle();
  expect(await letter.classes()).toMatchObject({ ada: 'confirmed vouched' });
  const [bea = '', cleo = '', dora = ''] = guild;
  return { letter, ada, address, guild, bea, cleo, dora };
}

/** State and class of everything a mailbox signed, in the order of versions. */
async function classesOf(link: string) {
  const { rows } = await sql<{ is: string }>`
    select concat_ws(' ', g.state, g.verification) as is from letter_signature g
    where (g.letter_id, g.mailbox) in (
      select letter_id, mailbox from letter_signature where ${ofLink(link)})
    order by g.version_id`.execute(world.db);
  return rows.map(({ is }) => is);
}

test('a name that nobody vouched for does not stay vouched beside another version that is', async () => {
  const { letter, ada } = await vouched();
  const next = await letter.nextVersion();
  const again = await next.sign('ada@example.org');
  expect(await world.settle()).toBe(1);
  expect(await classesOf(ada)).toEqual(['confirmed vouched', 'confirmed vouched']);
  // Set aside, renamed by its own link, and counted again.
  await sql`update letter_signature set state = 'aside' where ${ofLink(again)}`.execute(world.db);
  await world.change(again, { name: 'A. Celebrity' });
  expect(await world.settle()).toBe(0);
  await sql`update letter_signature set state = 'confirmed' where ${ofLink(again)}`.execute(
    world.db,
  );
  for (const day of ['2190-01-01', '2190-01-02', '2190-01-09']) await world.settle(day);
  expect(await classesOf(ada)).toEqual(['confirmed vouched', 'confirmed mailbox']);
});

test('both versions of one person fall on the same day', async () => {
  const { letter, ada, bea } = await vouched();
  const next = await letter.nextVersion();
  await next.sign('ada@example.org');
  await world.settle();
  await world.write((tx) => leaveLetter(tx, world.sealer, bea, 'withdrawn'));
  expect(await world.settle()).toBe(0);
  expect(await world.settle('2026-03-08')).toBe(2);
  expect(await classesOf(ada)).toEqual(['confirmed mailbox', 'confirmed mailbox']);
});

test('what was vouched and lost what it asked with is counted all the same', async () => {
  const { letter, ada, bea } = await vouched();
  // As when the version that it hung on was erased, and another stands.
  await sql`
    delete from signature_vouching where signature_id = (
      select id from letter_signature where ${ofLink(ada)})`.execute(world.db);
  expect(await world.settle()).toBe(0);
  expect(await letter.classes()).toMatchObject({ ada: 'confirmed vouched' });
  await world.write((tx) => leaveLetter(tx, world.sealer, bea, 'withdrawn'));
  await world.settle();
  expect(await world.settle(later)).toBe(1);
  expect(await letter.classes()).toMatchObject({ ada: 'confirmed mailbox' });
});

test('a clock that ran ahead for a night puts no fall off beyond the week', async () => {
  const { letter, ada, bea } = await vouched();
  await world.write((tx) => leaveLetter(tx, world.sealer, bea, 'withdrawn'));
  await world.settle('2046-03-01');
  expect(await world.settle()).toBe(0);
  expect(await readVouching(world.db, world.sealer, ada)).toMatchObject({ fallsOn: '2026-03-08' });
  expect(await world.settle('2026-03-08')).toBe(1);
  expect(await letter.classes()).toMatchObject({ ada: 'confirmed mailbox' });
});

test('whom an agent signed for by a link from the outbox is nobody’s to vouch for', async () => {
  const letter = await world.openLetter();
  const ada = await letter.sign('ada@example.org', {}, 'outbox');
  const guild = await letter.guild('bea', 'cleo', 'dora');
  const address = await world.ask(ada);
  for (const link of guild) await world.vouch(link, address);
  await sql`insert into signature_mandate (signature_id, mandate)
    select id, 'sealed' from letter_signature where ${ofLink(ada)}`.execute(world.db);
  const [kim = ''] = await letter.guild('kim');
  await expect(world.vouch(kim, address)).rejects.toEqual(refused('vouch-address'));
  await expect(world.ask(ada)).rejects.toEqual(refused('vouch-standing'));
  await world.settle();
  expect(await letter.classes()).toMatchObject({ 'no. 1': 'held' });
});

/** What lies on the disk of each voucher's list, by their signature. */
async function lists(letter: string) {
  const { rows } = await sql<{ id: string; vouches: string }>`
    select v.signature_id as id, v.vouches from signature_vouches v
    join letter_signature g on g.id = v.signature_id join letter l on l.id = g.letter_id
    where l.uid = ${letter} order by 1`.execute(world.db);
  return rows;
}

test('who compares the disk of two nights does not see whose lists changed', async () => {
  const { letter, ada, bea, cleo } = await vouched();
  const [kim = ''] = await letter.guild('kim');
  const eve = await world.ask(await letter.sign('eve@example.org'));
  for (const link of [kim, bea]) await world.vouch(link, eve);
  await world.settle();
  const before = await lists(letter.letter);
  expect(before).toHaveLength(4);
  // Nothing happens, or somebody leaves for whom three vouch, one of them for another too.
  const changed = async () => {
    const now = await lists(letter.letter);
    return before.filter(({ id, vouches }) =>
      now.some((one) => one.id === id && one.vouches !== vouches),
    ).length;
  };
  await world.settle();
  expect(await changed()).toBe(4);
  await world.write((tx) => leaveLetter(tx, world.sealer, ada, 'withdrawn'));
  await world.settle();
  expect(await changed()).toBe(4);
  expect((await readVouching(world.db, world.sealer, bea)).vouches).toMatchObject([
    { name: 'eve' },
  ]);
  expect((await readVouching(world.db, world.sealer, cleo)).vouches).toEqual([]);
});

/** A connection that says what was asked, before it goes on. */
function listening(hear: (asked: CompiledQuery) => void | Promise<void>): Db {
  const pool = new Pool(world.log.options);
  // Its database is dropped while it ends.
  pool.on('error', () => {});
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => hear(query),
  });
}

test('a word that is given while lists are sealed anew is not lost', async () => {
  const letter = await world.openLetter();
  const [bea = ''] = await letter.guild('bea');
  const one = await world.ask(await letter.sign('p1@example.org'));
  const two = await world.ask(await letter.sign('p2@example.org'));
  await world.vouch(bea, one);
  const before = await lists(letter.letter);
  const { letterId } = (await world.listOf(bea)).signature;
  let given = 0;
  const db = listening(async (asked) => {
    if (!asked.sql.includes('as speaks') || !asked.parameters.includes(letterId)) return;
    given += 1;
    if (given === 1) await world.vouch(bea, two);
  });
  await settleVouched(db, { sealer: world.sealer }, new Date('2026-03-01T23:41:00Z'));
  await db.destroy();
  expect(given).toBe(1);
  expect(await lists(letter.letter)).not.toEqual(before);
  expect((await readVouching(world.db, world.sealer, bea)).vouches).toHaveLength(2);
});

test('who was set aside reads of as many vouchers as before', async () => {
  const { letter, ada } = await vouched();
  await sql`update letter_signature set state = 'aside' where ${ofLink(ada)}`.execute(world.db);
  await world.settle();
  expect(await readVouching(world.db, world.sealer, ada)).toMatchObject({ vouchers: 3 });
  expect(await letter.classes()).toMatchObject({ 'no. 1': 'aside vouched' });
});

test('a night in which nothing changes asks the database as often for many as for few', async () => {
  let asked = 0;
  const db = listening(() => {
    asked += 1;
  });
  const quiet = async () => {
    await world.settle();
    asked = 0;
    await settleVouched(db, { sealer: world.sealer }, new Date('2026-03-01T23:41:00Z'));
    return asked;
  };
  const { letter } = await vouched();
  const few = await quiet();
  for (let at = 0; at < 8; at += 1) await world.ask(await letter.sign(`q${at}@example.org`));
  expect(few).toBeGreaterThan(0);
  expect(await quiet()).toBe(few);
  await db.destroy();
});

test('all that one mailbox sent is found by an index, in whatever state', async () => {
  const { rows } = await sql<{ is: string }>`
    select pg_get_indexdef(indexrelid) as is from pg_index
    where indrelid = 'letter_signature'::regclass and indpred is null`.execute(world.db);
  expect(rows.map(({ is }) => is.replace(/^.* USING /u, ''))).toContain(
    'btree (letter_id, mailbox)',
  );
});

test('who is set aside and takes a name that is watched waits for organisers, though the act is undone', async () => {
  const { letter, ada } = await vouched();
  await sql`
    insert into letter_guard (letter_id, watched_names)
    select id, '{A. Celebrity}' from letter where uid = ${letter.letter}`.execute(world.db);
  const { rows } = await sql<{ uid: string }>`
    select uid from letter_signature where ${ofLink(ada)}`.execute(world.db);
  const group = { by: 'signature', of: rows[0]?.uid ?? '' } as const;
  const choose = (kind: 'aside' | 'accept', more: object = {}) =>
    world.write((tx) =>
      chooseAside(tx, world.author, world.sealer, letter.letter, {
        ...{ kind, group, until: new Date(), reason: 'other' },
        ...more,
      }),
    );
  const { act } = await choose('aside');
  await world.change(ada, { name: 'A. Celebrity' });
  await world.write((tx) => undoAside(tx, world.author, world.sealer, letter.letter, act));
  expect(await classesOf(ada)).toEqual(['aside']);
  await expect(choose('accept')).rejects.toEqual(refused('aside-channel'));
  await choose('accept', { channel: 'by-phone' });
  expect(await classesOf(ada)).toEqual(['confirmed organiser']);
});

test('a list that cannot be opened stops its own letter and no other', async () => {
  const damaged = await vouched();
  await sql`
    update signature_vouches set vouches = reverse(vouches) where signature_id = (
      select id from letter_signature where ${ofLink(damaged.bea)})`.execute(world.db);
  const letter = await world.openLetter();
  const ada = await letter.sign('ada@example.org');
  const address = await world.ask(ada);
  for (const link of await letter.guild('bea', 'cleo', 'dora')) await world.vouch(link, address);
  await expect(world.settle()).rejects.toThrow(/letters/u);
  expect(await letter.classes()).toMatchObject({ ada: 'confirmed vouched' });
  expect(await damaged.letter.classes()).toMatchObject({ ada: 'confirmed vouched' });
});
