import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  decideRetention,
  eraseDue,
  leaveLetter,
  openSigning,
  readLetter,
  readOwnSignature,
  readRetentionDesk,
  readSigningDesk,
  replayForgotten,
  replayRetention,
  setCampaignDates,
  setRetention,
} from '#letters';
import { readErasureJournal, takeOverErasures, type JournalEntry } from '#record';
import { readErasures } from '../../src/cli/erasures-file.ts';
import { openRecord, type RecordFixture } from '../record/fixture.ts';
import { openSigningWorld, type SigningLetter, type SigningWorld } from './signing-world.ts';

const believed = { isSteady: true };
let house: RecordFixture;
let world: SigningWorld;
const now = new Date('2026-11-22T12:00:00Z');
const refused = (code: string) => expect.objectContaining({ code });

beforeAll(async () => {
  house = await openRecord();
  world = await openSigningWorld(house.db);
});
afterAll(() => house[Symbol.asyncDispose]());

type Who = 'author' | 'second';

const set = (letter: SigningLetter, until: string, who: Who = 'author') =>
  world.write((tx) => setRetention(tx, world[who], letter.uid, { until, now }));

const decide = (letter: SigningLetter, who: Who, approve: boolean, proposed: string) =>
  world.write((tx) => decideRetention(tx, world[who], letter.uid, { approve, proposed, now }));

const desk = async (letter: SigningLetter, who: Who = 'author') =>
  (await readRetentionDesk(world.db, world[who], letter.uid)) ?? expect.unreachable();

/** Back to before anybody could sign. */
async function planned(): Promise<SigningLetter> {
  const letter = await world.openLetter();
  await sql`update letter_signing set state = 'planned', opens_at = now() + interval '1 day'
    where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db);
  return letter;
}

async function agreed(letter: SigningLetter, until: string): Promise<void> {
  expect(await set(letter, until)).toBe('proposed');
  await decide(letter, 'second', true, until);
}

test('before anybody can sign one person sets the day, as late or as early as they want', async () => {
  const letter = await planned();
  expect(await set(letter, '2028-01-31')).toBe('set');
  expect(await set(letter, '2029-12-31')).toBe('set');
  expect(await desk(letter)).toMatchObject({ until: '2029-12-31', proposed: null, erased: null });
});

test.each(['2026-11-22', '1999-01-01', '2057-01-01', '2027-02-30', '2027-02', ''])(
  'the day %j cannot be promised',
  async (day) => {
    await expect(set(await planned(), day)).rejects.toEqual(refused('retention-day'));
  },
);

test('once people could sign it only becomes earlier, and by two people', async () => {
  const letter = await planned();
  await set(letter, '2028-01-31');
  await world.write((tx) => openSigning(tx, world.author, world.sealer, letter.uid));
  for (const day of ['2028-01-31', '2028-02-01']) {
    await expect(set(letter, day)).rejects.toEqual(refused('retention-later'));
  }
  expect(await set(letter, '2027-06-30')).toBe('proposed');
  expect(await desk(letter)).toMatchObject({ until: '2028-01-31', proposed: { isOwn: true } });
  expect((await readLetter(world.db, world.second, letter.uid))?.waits).toEqual(['retention']);
  expect((await desk(letter, 'second')).proposed).toEqual({
    ...{ until: '2027-06-30', by: 'Camille', isOwn: false },
  });
  await expect(set(letter, '2027-05-31')).rejects.toEqual(refused('retention-open'));
  await expect(decide(letter, 'author', true, '2027-06-30')).rejects.toEqual(
    refused('retention-own'),
  );
  await expect(decide(letter, 'second', true, '2027-06-29')).rejects.toEqual(
    refused('retention-decided'),
  );
  await decide(letter, 'second', true, '2027-06-30');
  expect(await desk(letter)).toMatchObject({ until: '2027-06-30', proposed: null });
  expect((await readLetter(world.db, world.second, letter.uid))?.waits).toEqual([]);
  // Whoever proposes can think better of it.
  await set(letter, '2027-01-31');
  await decide(letter, 'author', false, '2027-01-31');
  expect(await desk(letter)).toMatchObject({ until: '2027-06-30', proposed: null });
});

test('the database itself keeps the promise, and asks for two people', async () => {
  const letter = await world.openLetter();
  await agreed(letter, '2028-01-31');
  const update = (change: ReturnType<typeof sql>) =>
    sql`update letter_retention set ${change}
      where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db);
  await expect(update(sql`until = '2028-02-01'`)).rejects.toMatchObject({ code: 'CS043' });
  await expect(update(sql`until = null`)).rejects.toMatchObject({ code: 'CS043' });
  await expect(update(sql`until = '2027-01-31'`)).rejects.toMatchObject({ code: 'CS044' });
  await set(letter, '2027-01-31');
  await expect(update(sql`until = proposed, decided_by = proposed_by`)).rejects.toMatchObject({
    code: 'CS044',
  });
});

test('while the clock is not believed only what was decided to go at once goes', async () => {
  const [promised, urgent] = [await world.openLetter(), await world.openLetter()];
  for (const letter of [promised, urgent]) await letter.signs({ address: 'one@example.org' });
  await agreed(promised, '2026-11-22');
  await agreed(urgent, '2026-11-21');
  const leapt = new Date('2099-01-01T00:00:00Z');
  expect(await eraseDue(world.db, leapt, { isSteady: false })).toBe(1);
  expect([await promised.states(), await urgent.states()]).toEqual([{ confirmed: 1 }, {}]);
  expect(await eraseDue(world.db, leapt, believed)).toBe(1);
});

test('nothing is erased on the last day, everything on the next, and the number stays', async () => {
  const [letter, other] = [await world.openLetter(), await world.openLetter()];
  await other.signs({ address: 'other@example.org' });
  const link = await letter.sign({ address: 'one@example.org' });
  await letter.confirm(link);
  await letter.signs({ address: 'two@example.org', appearance: 'counted' });
  await letter.sign({ address: 'three@example.org' });
  const gone = await letter.sign({ address: 'four@example.org' });
  await letter.confirm(gone);
  await world.write((tx) => leaveLetter(tx, world.sealer, gone, 'withdrawn'));
  await agreed(letter, '2026-11-22');
  expect((await readOwnSignature(world.db, world.sealer, link)).keptUntil).toBe('2026-11-22');
  expect(await eraseDue(world.db, now, believed)).toBe(0);
  expect(await desk(letter)).toMatchObject({ kept: 3, erased: null });

  const journal = (await readErasureJournal(world.db)).length;
  expect(await eraseDue(world.db, new Date('2026-11-23T00:00:00Z'), believed)).toBe(3);
  expect(await letter.states()).toEqual({});
  expect(await desk(letter)).toMatchObject({ kept: 0, invited: 0, erased: { signed: 2 } });
  expect(await other.states()).toEqual({ confirmed: 1 });
  // Three who signed, and that it was carried out.
  expect(await readErasureJournal(world.db)).toHaveLength(journal + 4);
  const opened = await sql`
    select from log_entry where kind = 'signature' and fields is not null
      and entry not in (select entry from letter_signature where entry is not null)`.execute(
    world.db,
  );
  expect(opened.rows).toHaveLength(0);
  await expect(readOwnSignature(world.db, world.sealer, link)).rejects.toEqual(
    refused('signature-link'),
  );
  expect(await eraseDue(world.db, new Date('2026-11-23T01:00:00Z'), believed)).toBe(0);
});

test('after that nobody signs, and signing cannot be opened again', async () => {
  const letter = await world.openLetter();
  const late = await letter.sign({ address: 'late@example.org' });
  await agreed(letter, '2026-11-21');
  await eraseDue(world.db, now, believed);
  await expect(letter.confirm(late)).rejects.toEqual(refused('signature-link'));
  await expect(letter.sign({ address: 'more@example.org' })).rejects.toEqual(
    refused('sign-closed'),
  );
  await expect(
    world.write((tx) => openSigning(tx, world.author, world.sealer, letter.uid)),
  ).rejects.toEqual(refused('retention-over'));
  expect(await readSigningDesk(world.db, world.author, world.sealer, letter.uid)).toMatchObject({
    isOver: true,
  });
  await expect(
    world.write((tx) =>
      setCampaignDates(tx, world.author, world.sealer, letter.uid, {
        dates: { opensAt: null, closesAt: new Date('2027-06-01T00:00:00Z'), closing: 'Over.' },
        now,
      }),
    ),
  ).rejects.toEqual(refused('campaign-closed'));
  await expect(
    sql`update letter_signing set state = 'open', closed_at = null
      where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db),
  ).rejects.toMatchObject({ code: 'CS045' });
});

test('whoever was set aside is erased too, and stays told in the count', async () => {
  const letter = await world.openLetter();
  await letter.signs({ address: 'doubted@example.org' });
  await sql`update letter_signature set state = 'aside'
    where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db);
  await agreed(letter, '2026-11-21');
  expect(await eraseDue(world.db, now, believed)).toBe(1);
  expect((await desk(letter)).erased).toMatchObject({ signed: 0 });
  const { rows } = await sql<{ signed: number }>`
    select signed from letter_aside_gone a join letter l on l.id = a.letter_id
    where l.uid = ${letter.uid}`.execute(world.db);
  expect(rows).toEqual([{ signed: 1 }]);
});

test('what a backup brings back is erased again', async () => {
  const letter = await world.openLetter();
  await letter.signs({ address: 'kept@example.org' });
  await sql`create table before as select * from letter_signature
    where letter_id = (select id from letter where uid = ${letter.uid})`.execute(world.db);
  await agreed(letter, '2026-11-21');
  await eraseDue(world.db, now, believed);
  const restore = () =>
    sql`insert into letter_signature overriding system value select * from before`.execute(
      world.db,
    );
  await restore();
  await world.write((tx) => replayForgotten(tx));
  expect(await letter.states()).toEqual({});
  await restore();
  expect(await eraseDue(world.db, now, believed)).toBe(1);
  expect(await letter.states()).toEqual({});
  await sql`drop table before`.execute(world.db);
});

const journalOf = async (letter: SigningLetter) =>
  (await readErasureJournal(world.db)).filter(
    ({ kind, thing }) => kind === 'retention' && thing === letter.uid,
  );

test('what two people promised, and what became of it, is in the journal', async () => {
  const letter = await world.openLetter();
  await letter.signs({ address: 'journaled@example.org' });
  await set(letter, '2027-12-31');
  expect(await journalOf(letter)).toEqual([]);
  await decide(letter, 'second', false, '2027-12-31');
  expect(await journalOf(letter)).toEqual([]);
  await agreed(letter, '2027-06-30');
  await agreed(letter, '2026-11-21');
  await eraseDue(world.db, now, believed);
  await eraseDue(world.db, now, believed);
  const promised = await journalOf(letter);
  expect(promised.map(({ until, signed }) => [until, signed])).toEqual([
    ['2027-06-30', undefined],
    ['2026-11-21', undefined],
    ['2026-11-21', 1],
  ]);
  const folder = await mkdtemp(path.join(tmpdir(), 'journal-'));
  const file = path.join(folder, 'journal.jsonl');
  await writeFile(file, promised.map((line) => JSON.stringify(line)).join('\n'));
  expect(await readErasures(file)).toEqual(promised);
  for (const part of ['until', 'part'] as const) {
    await writeFile(file, JSON.stringify({ ...promised[0], [part]: undefined }));
    await expect(readErasures(file)).rejects.toEqual(refused('cli-erasures-bad'));
  }
  await rm(folder, { recursive: true });
});

const promise = (letter: SigningLetter, until: string, signed?: number): JournalEntry => ({
  ...{ erasure: randomUUID(), kind: 'retention', thing: letter.uid, part: randomUUID(), until },
  ...(signed !== undefined && { signed }),
  at: '2026-11-20T00:00:00.000000Z',
});

test('a backup from before keeps the promise again, and the number of those who were erased', async () => {
  const letter = await world.openLetter();
  await letter.signs({ address: 'promised@example.org' });
  await agreed(letter, '2028-01-31');
  await set(letter, '2027-11-30');
  await world.write((tx) =>
    takeOverErasures(tx, [
      promise(letter, '2027-06-30'),
      promise(letter, '2026-11-21'),
      promise(letter, '2026-11-21', 4),
    ]),
  );
  await world.write((tx) => replayRetention(tx));
  // Once more, as after a restore that was begun again.
  await world.write((tx) => replayRetention(tx));
  expect(await desk(letter)).toMatchObject({ until: '2026-11-21', proposed: null, kept: 1 });
  await eraseDue(world.db, now, believed);
  expect(await desk(letter)).toMatchObject({ kept: 0, erased: { signed: 5 } });
});

test('a day that nobody had said in the backup is kept too; a later one is not taken', async () => {
  const [unsaid, earlier] = [await world.openLetter(), await world.openLetter()];
  await agreed(earlier, '2027-01-31');
  await world.write((tx) =>
    takeOverErasures(tx, [promise(unsaid, '2027-06-30'), promise(earlier, '2027-06-30')]),
  );
  await world.write((tx) => replayRetention(tx));
  expect(await desk(unsaid)).toMatchObject({ until: '2027-06-30', erased: null });
  expect(await desk(earlier)).toMatchObject({ until: '2027-01-31' });
});

test('a line that no restore brought does not stand for two people, and breaks no restore', async () => {
  const letter = await world.openLetter();
  await agreed(letter, '2028-01-31');
  const { part, until } = promise(letter, '2027-01-31');
  await sql`insert into erasure_journal (erasure, kind, thing, part, until, signed)
    values (${part}, 'retention', ${letter.uid}, ${part}, ${until}, 7)`.execute(world.db);
  await world.write((tx) => replayRetention(tx));
  expect(await desk(letter)).toMatchObject({ until: '2028-01-31' });
  await expect(
    sql`update letter_retention set until = ${until}
      where letter_id = ${await idOf(letter)}`.execute(world.db),
  ).rejects.toMatchObject({ code: 'CS044' });
});

/** Erasing a letter fails at its end, as when the process is killed there. */
async function failingAtEnd(letter: SigningLetter): Promise<() => Promise<void>> {
  await sql
    .raw(`
    create function fails_at_end() returns trigger language plpgsql as $$
    begin
      raise exception 'killed';
    end
    $$`)
    .execute(world.db);
  await sql
    .raw(`
    create trigger fails_at_end before update of erased_at on letter_retention
      for each row when (new.erased_at is not null and new.letter_id = ${await idOf(letter)}) execute function fails_at_end()`)
    .execute(world.db);
  return async () => {
    await sql`drop function fails_at_end cascade`.execute(world.db);
  };
}

const idOf = async ({ uid }: SigningLetter) => {
  const { rows } = await sql<{ id: string }>`select id from letter where uid = ${uid}`.execute(
    world.db,
  );
  return rows[0]?.id ?? expect.unreachable();
};

test('killed between slices, the number of those who were erased is in the journal already', async () => {
  const letter = await world.openLetter();
  await letter.signs({ address: 'slice1@example.org' });
  await letter.signs({ address: 'slice2@example.org' });
  await agreed(letter, '2026-11-21');
  const mended = await failingAtEnd(letter);
  await expect(eraseDue(world.db, now, believed)).rejects.toThrow('killed');
  await mended();
  expect(await letter.states()).toEqual({});
  const told = async () => (await journalOf(letter)).map(({ until, signed }) => [until, signed]);
  expect(await told()).toEqual([
    ['2026-11-21', undefined],
    ['2026-11-21', 2],
  ]);
  await eraseDue(world.db, now, believed);
  expect(await told()).toHaveLength(2);
  expect((await desk(letter)).erased).toMatchObject({ signed: 2 });
});

test('what cannot be erased of one letter keeps no other waiting', async () => {
  const [poisoned, other] = [await world.openLetter(), await world.openLetter()];
  for (const letter of [poisoned, other]) {
    await letter.signs({ address: 'waits@example.org' });
    await agreed(letter, '2026-11-21');
  }
  const mended = await failingAtEnd(poisoned);
  await expect(eraseDue(world.db, now, believed)).rejects.toThrow('killed');
  expect(await other.states()).toEqual({});
  expect((await desk(other)).erased).toMatchObject({ signed: 1 });
  await mended();
  expect(await eraseDue(world.db, now, believed)).toBe(0);
  expect((await desk(poisoned)).erased).toMatchObject({ signed: 1 });
});

test('a day that a restore brought back is not made later before signing opens', async () => {
  const letter = await planned();
  await world.write((tx) => takeOverErasures(tx, [promise(letter, '2027-06-30')]));
  await world.write((tx) => replayRetention(tx));
  await expect(set(letter, '2028-06-30')).rejects.toEqual(refused('retention-later'));
  expect(await set(letter, '2027-05-31')).toBe('set');
  // The next restore keeps what was promised last.
  await world.write((tx) => replayRetention(tx));
  expect(await desk(letter)).toMatchObject({ until: '2027-05-31' });
});
